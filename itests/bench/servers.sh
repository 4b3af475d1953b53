# Part of run.sh: building, starting, watching and stopping the servers.
# shellcheck shell=bash disable=SC2154

readonly START_SECONDS=40
readonly STOP_SECONDS=10
readonly SETTLE_SECONDS=20

build_peers() {
    local peer
    mkdir -p "$built"
    cc -O2 -std=gnu11 -Wall -Wextra -o "$built/load" "$here/load.c"
    for peer in ${peers//,/ }; do
        case $peer in
        c | netty | go) "build_$peer" ;;
        none) ;;
        *) die "peer '$peer': expected c, netty or go (or none)" ;;
        esac
    done
}

build_c() {
    cc -O2 -std=gnu11 -Wall -Wextra -o "$built/echo_epoll" "$here/echo_epoll.c"
    add_server c "'$built/echo_epoll' {path}"
}

build_go() {
    if ! command -v go >/dev/null; then
        note "go is not on the PATH: skipped"
        return
    fi
    (cd "$here/echo_go" && go build -o "$built/echo_go" main.go)
    add_server go "'$built/echo_go' {path}"
}

build_netty() {
    if ! command -v mvn >/dev/null; then
        note "mvn is not on the PATH: netty skipped"
        return
    fi
    mvn -q -B -f "$here/netty/pom.xml" -Dbench.directory="$built/netty" process-classes >&2
    [[ $java ]] || java=$(newest_java)
    note "netty runs on $java, Java $(major_of "$java")"
    add_server netty "'$java' $(java_options) -cp '$built/netty/classes:$built/netty/lib/*' dev.patchbay.bench.NettyEcho {path}"
}

major_of() { "$1" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p'; }

newest_java() {
    local candidate major best=0 found=
    for candidate in "${JAVA_HOME:-}/bin/java" "$(command -v java || true)" /usr/lib/jvm/*/bin/java /opt/*/bin/java; do
        [[ -x $candidate ]] || continue
        major=$(major_of "$candidate")
        if ((${major:-0} > best)); then
            best=$major
            found=$candidate
        fi
    done
    [[ $found ]] || die "no java found: give one with --java"
    echo "$found"
}

# Native access and, where the JDK asks for it, Unsafe: what Netty is fastest with.
java_options() {
    local major
    major=$(major_of "$java")
    ((major < 22)) || echo -n "--enable-native-access=ALL-UNNAMED "
    ((major < 24)) || echo -n "--sun-misc-unsafe-memory-access=allow"
}

path_of() { echo "$work/$1.sock"; }

# Every server leads a session, and so a process group, of its own.
start_server() {
    local command=${commands[$1]//\{path\}/$(path_of "$1")}
    taskset -c "$core" setsid bash -c "$command" </dev/null >"$work/$1.log" 2>&1 &
    groups[$1]=$!
    wait_until_serving "$1"
}

wait_until_serving() {
    local limit=$((SECONDS + START_SECONDS))
    until [[ -S $(path_of "$1") ]] && answers "$1"; do
        if ! kill -0 "${groups[$1]}" 2>/dev/null || ((SECONDS > limit)); then
            tail -n 20 "$work/$1.log" >&2
            die "$1 does not serve $(path_of "$1"); its last output is above"
        fi
        sleep 0.1
    done
}

answers() { timeout 10 "$built/load" --path "$(path_of "$1")" --connections 1 --requests 1 >/dev/null 2>&1; }

start_servers() {
    local name
    for name in "${names[@]}"; do
        [[ ${groups[$name]:-} ]] || start_server "$name"
    done
}

stop_server() {
    local group=${groups[$1]:-} limit=$((SECONDS + STOP_SECONDS))
    [[ $group ]] || return 0
    unset "groups[$1]"
    kill -TERM -- "-$group" 2>/dev/null || true
    while kill -0 -- "-$group" 2>/dev/null && ((SECONDS < limit)); do
        sleep 0.05
    done
    kill -KILL -- "-$group" 2>/dev/null || true
    wait "$group" 2>/dev/null || true
}

stop_servers() {
    local name
    for name in "${!groups[@]}"; do
        stop_server "$name"
    done
}

clean_up() {
    [[ -z ${HOLDER_PID:-} ]] || kill "$HOLDER_PID" 2>/dev/null || true
    stop_servers
    rm -rf "$work"
}

# The processes of a server: its command may have started others.
processes_of() {
    local stat fields
    for stat in /proc/[0-9]*/stat; do
        { read -r fields <"$stat"; } 2>/dev/null || continue
        # After the name in parentheses: state, parent, process group.
        read -r -a fields <<<"${fields##*) }"
        if [[ ${fields[2]} == "${groups[$1]}" ]]; then
            stat=${stat#/proc/}
            echo "${stat%/stat}"
        fi
    done
}

java_process_of() {
    local process
    for process in $(processes_of "$1"); do
        if [[ $(readlink "/proc/$process/exe" 2>/dev/null) == */bin/java ]]; then
            echo "$process"
            return
        fi
    done
    return 1
}

is_java() { java_process_of "$1" >/dev/null; }

# Collects a JVM's garbage and returns to the system what its compiler threads have freed.
collect() {
    local process jcmd
    process=$(java_process_of "$1") || return 0
    jcmd=$(dirname "$(readlink "/proc/$process/exe")")/jcmd
    "$jcmd" "$process" GC.run >/dev/null || note "no collection for $1: $jcmd failed"
    "$jcmd" "$process" System.trim_native_heap >/dev/null 2>&1 || true # JDK 21 and later
}

resident_kilobytes() {
    local process word size rest total=0
    for process in $(processes_of "$1"); do
        while read -r word size rest; do
            [[ $word == VmRSS: ]] && total=$((total + size))
        done 2>/dev/null <"/proc/$process/status"
    done
    echo "$total"
}

# Resident memory once three readings in a row differ by less than 1 %: a JVM
# goes on compiling, and holding memory for that, for a while after its load.
settled_kilobytes() {
    local last=0 current alike=0 limit=$((SECONDS + SETTLE_SECONDS))
    while ((alike < 2 && SECONDS < limit)); do
        collect "$1"
        sleep 1
        current=$(resident_kilobytes "$1")
        (((current - last) * 100 < current && (last - current) * 100 < current)) && alike=$((alike + 1)) || alike=0
        last=$current
    done
    echo "$last"
}
