# Part of run.sh: the memory of servers, and how long they take to start.
# shellcheck shell=bash disable=SC2154

# A young generation that is small and a heap that shrinks after a collection,
# or else the memory that the warm-up has touched would hide the connections.
readonly tight_heap='-Xms8m -Xmn4m -XX:MinHeapFreeRatio=5 -XX:MaxHeapFreeRatio=10 -XX:-ShrinkHeapInSteps'

# Prints a table row. The server is started afresh: no load but the warm-up is in its memory.
idle_row() {
    local before after line holder
    stop_server "$1"
    JAVA_TOOL_OPTIONS=$tight_heap start_server "$1"
    warm_up "$1" short 50 64
    before=$(settled_kilobytes "$1")
    coproc HOLDER { exec timeout -k 1 120 "$built/load" --path "$(path_of "$1")" --mode idle --connections "$2"; }
    holder=$HOLDER_PID
    read -r -t 60 line <&"${HOLDER[0]}" || die "$1 did not take $2 connections"
    after=$(settled_kilobytes "$1")
    kill "$holder" && wait "$holder" || true
    stop_server "$1"
    note "idle $1 $line"
    echo "setting=idle:$2 server=$1 $line before_kb=$before after_kb=$after" >>"$raw"
    printf '%-17s %11s %11s %11s\n' "$1" "$before" "$after" $(((after - before) * 1024 / $2))
}

idle_table() {
    local name
    (($(ulimit -n) > $1 + 100)) || die "idle:$1 needs more than the $(ulimit -n) descriptors that are allowed here"
    printf '\nidle:%s: resident memory of the server\n' "$1"
    printf '%-17s %11s %11s %11s\n' server 'before kB' 'after kB' 'bytes each'
    for name in "${names[@]}"; do
        can "$name" "$1" || continue
        idle_row "$name" "$1"
    done
}

# start_row NAME TIMES: the server may use all cores. Prints a table row.
start_row() {
    local time begin ready lines=() all=$core
    core=0-$(($(nproc --all) - 1))
    for ((time = 1; time <= $2; time++)); do
        stop_server "$1"
        begin=${EPOCHREALTIME/./}
        start_server "$1" 0.01
        ready=$(((${EPOCHREALTIME/./} - begin) / 1000))
        sleep 2
        lines+=("ready_ms=$ready rss_kb=$(resident_kilobytes "$1")")
        note "start $time $1 ${lines[-1]}"
        echo "setting=start:$2 round=$time server=$1 ${lines[-1]}" >>"$raw"
    done
    stop_server "$1"
    core=$all
    results[$1]=$(IFS=$'\n' && echo "${lines[*]}")
    printf '%-17s %9s %9s\n' "$1" "$(median "$1" ready_ms)" "$(median "$1" rss_kb)"
}

# start_table TIMES
start_table() {
    local name
    [[ $1 =~ ^[1-9][0-9]*$ ]] || die "setting 'start:$1': expected a positive number of times"
    printf '\nstart:%s: from the command to the first answer, and resident memory 2 s later, all cores\n' "$1"
    printf '%-17s %9s %9s\n' server 'ready ms' 'rss kB'
    results=()
    for name in "${names[@]}"; do
        start_row "$name" "$1"
    done
}

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
    local last=0 current alike=0 limit=$((SECONDS + settle))
    while ((alike < 2 && SECONDS < limit)); do
        collect "$1"
        sleep 1
        current=$(resident_kilobytes "$1")
        (((current - last) * 100 < current && (last - current) * 100 < current)) && alike=$((alike + 1)) || alike=0
        last=$current
    done
    echo "$last"
}
