#!/usr/bin/env bash
# Compares echo servers on Unix domain sockets, side by side in one run.
# README.md beside this file says what is measured and what the numbers mean.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: run.sh [OPTION]... [NAME=COMMAND]...

NAME=COMMAND adds a server. {path} in COMMAND becomes the path of the socket
that it must serve; it runs in the foreground and stops on SIGTERM.

  --peers LIST      peers to build and run, of c,netty,go  (default: c,netty,go)
  --settings LIST   of echo:CONNECTIONS:BYTES[:DEPTH], short:CONNECTIONS:BYTES
                    and idle:CONNECTIONS
                    (default: echo:50:64,echo:1000:64,short:50:64)
  --rounds N        rounds for each setting                (default: 5)
  --starts N        fresh starts of all servers for each
                    setting, each with all rounds          (default: 1)
  --seconds S       load on one server in one round        (default: 2)
  --warmup S        load on a JVM before the first round   (default: 8)
  --core N          the core (or cores, as 0,1) of servers
                    and client                             (default: the last)
  --java PATH       the java that runs Netty  (default: the newest one found)
  --raw FILE        append every single result to FILE
TEXT
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
built=$here/target
peers=c,netty,go
settings=echo:50:64,echo:1000:64,short:50:64
rounds=5
starts=1
seconds=2
warmup=8
core=$(($(nproc --all) - 1))
java=
raw=/dev/null

names=()              # the servers, in the order in which they take turns
declare -A commands   # NAME → command line with {path}
declare -A groups     # NAME → process group, while it runs
declare -A results    # NAME → result lines of the current setting

# shellcheck source-path=SCRIPTDIR
. "$here/servers.sh"

note() { echo "bench: $*" >&2; }
die() { note "$*"; exit 2; }

add_server() {
    [[ $1 =~ ^[a-zA-Z0-9_.-]+$ ]] || die "server name '$1': expected letters, digits, '_', '.', '-'"
    [[ $2 == *'{path}'* ]] || die "command of $1 has no {path}: $2"
    [[ -z ${commands[$1]:-} ]] || die "there are two servers named $1"
    names+=("$1")
    commands[$1]=$2
}

parse() {
    local option
    own=()
    while (($#)); do
        case $1 in
        --help) usage; exit ;;
        --peers | --settings | --rounds | --starts | --seconds | --warmup | --core | --java | --raw)
            (($# > 1)) || die "$1 needs a value"
            printf -v "${1#--}" %s "$2"
            shift ;;
        -*) usage >&2; exit 2 ;;
        *=*) own+=("$1") ;;
        *) usage >&2; exit 2 ;;
        esac
        shift
    done
    for option in rounds starts warmup; do
        [[ ${!option} =~ ^[1-9][0-9]*$ ]] || die "--$option ${!option}: expected a positive whole number"
    done
    [[ $seconds =~ ^[0-9]+(\.[0-9]+)?$ ]] || die "--seconds $seconds: expected a positive number"
    taskset -c "$core" true 2>/dev/null || die "--core $core: cannot be used here"
}

# Prints the value of KEY in a result line.
value() { [[ " $2 " =~ \ $1=([^ ]*)\  ]] && echo "${BASH_REMATCH[1]}"; }

# Prints the middle one of the values of KEY in the result lines of a server.
median() {
    local lines
    mapfile -t lines < <(values "$1" "$2")
    echo "${lines[$((${#lines[@]} / 2))]}"
}

values() {
    local line
    while read -r line; do
        value "$2" "$line"
    done <<<"${results[$1]}" | sort -n
}

# load NAME SECONDS MODE CONNECTIONS BYTES [DEPTH]: one run, one result line.
load() {
    local limit=$((${2%.*} + 60))
    timeout --foreground -k 1 "$limit" taskset -c "$core" "$built/load" --path "$(path_of "$1")" --seconds "$2" --mode "$3" \
        --connections "$4" --size "$5" --depth "${6:-1}" || ((${PIPESTATUS[0]} == 1)) || die "no result for $1"
}

# warm_up NAME MODE CONNECTIONS BYTES [DEPTH]: in slices of half a second, so
# that a JVM has also compiled what happens when clients come and go.
warm_up() {
    local slices=1 slice
    is_java "$1" && slices=$((warmup * 2))
    note "warming up $1, $slices times half a second"
    for ((slice = 0; slice < slices; slice++)); do
        load "$1" 0.5 "${@:2}" >/dev/null
    done
}

# rounds_of MODE CONNECTIONS BYTES [DEPTH]
rounds_of() {
    local round name line
    for name in "${names[@]}"; do
        warm_up "$name" "$@"
    done
    for ((round = 1; round <= rounds; round++)); do
        for name in "${names[@]}"; do
            line=$(load "$name" "$seconds" "$@")
            note "$* round $round $name $line"
            echo "setting=$(IFS=: && echo "$*") round=$round server=$name $line" >>"$raw"
            results[$name]+=${results[$name]:+$'\n'}$line
        done
    done
}

# speed_of SETTING MODE CONNECTIONS BYTES [DEPTH]
speed_of() {
    local setting=$1 start
    shift
    results=()
    for ((start = 1; start <= starts; start++)); do
        ((starts == 1)) || stop_servers
        start_servers
        rounds_of "$@"
    done
    speed_table "$setting"
}

# Prints A/B with two decimals, or a dash when there is no B.
ratio() { (($2 > 0)) && printf '%d.%02d' $((($1 * 100 + $2 / 2) / $2 / 100)) $((($1 * 100 + $2 / 2) / $2 % 100)) || printf -- -; }

thousands() { printf '%d.%d' $(($1 / 1000)) $(($1 % 1000 / 100)); }

rate_of() { [[ ${results[$1]:-} ]] && median "$1" rate || echo 0; }

speed_table() {
    local name rate low high errors
    printf '\n%s: median of %s rounds of %s s, core %s\n' "$1" $((rounds * starts)) "$seconds" "$core"
    printf '%-14s %8s %8s %8s %9s %9s %7s %7s %7s %7s\n' \
        server 'rate k/s' lowest highest 'p50 µs' 'p99 µs' /c /netty /go errors
    for name in "${names[@]}"; do
        rate=$(rate_of "$name")
        low=$(values "$name" rate | head -n 1)
        high=$(values "$name" rate | tail -n 1)
        errors=$(values "$name" errors | tail -n 1)
        printf '%-14s %8s %8s %8s %9s %9s %7s %7s %7s %7s\n' "$name" \
            "$(thousands "$rate")" "$(thousands "$low")" "$(thousands "$high")" \
            "$(median "$name" p50_us)" "$(median "$name" p99_us)" \
            "$(ratio "$rate" "$(rate_of c)")" "$(ratio "$rate" "$(rate_of netty)")" "$(ratio "$rate" "$(rate_of go)")" "$errors"
    done
}

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
    printf '%-14s %11s %11s %11s\n' "$1" "$before" "$after" $(((after - before) * 1024 / $2))
}

idle_table() {
    local name
    (($(ulimit -n) > $1 + 100)) || die "idle:$1 needs more than the $(ulimit -n) descriptors that are allowed here"
    printf '\nidle:%s: resident memory of the server\n' "$1"
    printf '%-14s %11s %11s %11s\n' server 'before kB' 'after kB' 'bytes each'
    for name in "${names[@]}"; do
        idle_row "$name" "$1"
    done
}

measure() {
    local setting parts
    for setting in ${settings//,/ }; do
        IFS=: read -r -a parts <<<"$setting"
        case $setting in
        echo:*:* | short:*:*)
            speed_of "$setting" "${parts[@]}" ;;
        idle:*)
            idle_table "${parts[1]}" ;;
        *) die "setting '$setting': expected echo:CONNECTIONS:BYTES[:DEPTH], short:CONNECTIONS:BYTES or idle:CONNECTIONS" ;;
        esac
    done
}

parse "$@"
ulimit -n "$(ulimit -H -n)"
work=$(mktemp -d)
trap clean_up EXIT
trap 'exit 130' INT TERM
build_peers
for server in ${own[@]+"${own[@]}"}; do
    add_server "${server%%=*}" "${server#*=}"
done
((${#names[@]})) || die "nothing to run"
measure
