# Part of run.sh: starting, watching and stopping the servers.
# shellcheck shell=bash disable=SC2154

readonly START_SECONDS=40
readonly STOP_SECONDS=10

path_of() { echo "$work/$1.sock"; }

# start_server NAME [SECONDS]: every server leads a session, and so a process group, of its own. SECONDS pass between two looks
# whether it serves.
start_server() {
    local command=${commands[$1]//\{path\}/$(path_of "$1")}
    # Not every server removes its socket.
    rm -f "$(path_of "$1")"
    taskset -c "$core" setsid bash -c "$command" </dev/null >"$work/$1.log" 2>&1 &
    groups[$1]=$!
    wait_until_serving "$1" "${2:-0.1}"
}

wait_until_serving() {
    local limit=$((SECONDS + START_SECONDS))
    until [[ -S $(path_of "$1") ]] && answers "$1"; do
        if ! kill -0 "${groups[$1]}" 2>/dev/null || ((SECONDS > limit)); then
            tail -n 20 "$work/$1.log" >&2
            die "$1 does not serve $(path_of "$1"); its last output is above"
        fi
        sleep "$2"
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
