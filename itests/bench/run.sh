#!/usr/bin/env bash
# Compares echo servers on Unix domain sockets, side by side in one run.
# README.md beside this file says what is measured and what the numbers mean.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: run.sh [OPTION]... [NAME=COMMAND]...

NAME=COMMAND adds a server. {path} in COMMAND becomes the path of the socket
that it must serve; it runs in the foreground and stops on SIGTERM.

  --peers LIST      peers to build and run, of c,netty,go,jdk-selector,
                    jdk-virtual,junixsocket              (default: c,netty,go)
  --settings LIST   of echo:CONNECTIONS:BYTES[:DEPTH], short:CONNECTIONS:BYTES,
                    rate:CONNECTIONS:BYTES:PER_SECOND, idle:CONNECTIONS and
                    start:TIMES; PER_SECOND may be "half": of what c did in the
                    setting echo:CONNECTIONS:BYTES before it
                    (default: echo:50:64,echo:1000:64,short:50:64)
  --rounds N        rounds for each setting                (default: 5)
  --starts N        fresh starts of all servers for each
                    setting, each with all rounds          (default: 1)
  --seconds S       load on one server in one round        (default: 2)
  --rate-seconds S  load on one server at a fixed rate     (default: 60)
  --settle S        how long memory may take to come to
                    rest                                   (default: 20)
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
rate_seconds=60
settle=20
warmup=8
core=$(($(nproc --all) - 1))
java=
raw=/dev/null

names=()              # the servers, in the order in which they take turns
declare -A commands   # NAME → command line with {path}
declare -A groups     # NAME → process group, while it runs
declare -A results    # NAME → result lines of the current setting
declare -A most       # NAME → how many connections it can have, if there is a limit
declare -A rates_of_c # setting → the rate of c

# shellcheck source-path=SCRIPTDIR
. "$here/servers.sh"
# shellcheck source-path=SCRIPTDIR
. "$here/peers.sh"
# shellcheck source-path=SCRIPTDIR
. "$here/memory.sh"

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
        --peers | --settings | --rounds | --starts | --seconds | --rate-seconds | --settle | --warmup | --core | --java | --raw)
            (($# > 1)) || die "$1 needs a value"
            option=${1#--}
            printf -v "${option//-/_}" %s "$2"
            shift ;;
        -*) usage >&2; exit 2 ;;
        *=*) own+=("$1") ;;
        *) usage >&2; exit 2 ;;
        esac
        shift
    done
    for option in rounds starts warmup settle; do
        [[ ${!option} =~ ^[1-9][0-9]*$ ]] || die "--$option ${!option}: expected a positive whole number"
    done
    for option in seconds rate_seconds; do
        [[ ${!option} =~ ^[0-9]+(\.[0-9]+)?$ ]] || die "--${option//_/-} ${!option}: expected a positive number"
    done
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

# load NAME SECONDS MODE CONNECTIONS BYTES [DEPTH]: one run, one result line. At a fixed rate, MODE is rate:PER_SECOND.
load() {
    local limit=$((${2%.*} + 60)) mode=(--mode "$3" --depth "${6:-1}")
    [[ $3 != rate:* ]] || mode=(--mode echo --rate "${3#rate:}")
    timeout --foreground -k 1 "$limit" taskset -c "$core" "$built/load" --path "$(path_of "$1")" --seconds "$2" \
        "${mode[@]}" --connections "$4" --size "$5" || ((${PIPESTATUS[0]} == 1)) || die "no result for $1"
}

# can NAME CONNECTIONS: whether a server can have so many.
can() { ((${most[$1]:-$2} >= $2)); }

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

# rounds_of SETTING TIMES SECONDS MODE CONNECTIONS BYTES [DEPTH]
rounds_of() {
    local setting=$1 times=$2 length=$3 round name line
    shift 3
    for name in "${names[@]}"; do
        # A fixed rate would be too little for a warm-up.
        can "$name" "$2" && warm_up "$name" "${1/#rate:*/echo}" "${@:2}"
    done
    for ((round = 1; round <= times; round++)); do
        for name in "${names[@]}"; do
            can "$name" "$2" || continue
            line=$(load "$name" "$length" "$@")
            note "$setting round $round $name $line"
            echo "setting=$setting round=$round server=$name $line" >>"$raw"
            results[$name]+=${results[$name]:+$'\n'}$line
        done
    done
}

# speed_of SETTING TIMES SECONDS MODE CONNECTIONS BYTES [DEPTH]
speed_of() {
    local start
    results=()
    for ((start = 1; start <= starts; start++)); do
        ((starts == 1)) || stop_servers
        start_servers
        rounds_of "$@"
    done
    speed_table "$1" "$2" "$3"
    rates_of_c[$1]=$(rate_of c)
}

# rate_setting SETTING CONNECTIONS BYTES PER_SECOND
rate_setting() {
    local per_second=$4
    [[ $4 != half ]] || per_second=$((${rates_of_c[echo:$2:$3]:-0} / 2))
    ((per_second > 0)) || die "setting '$1': half needs the setting echo:$2:$3 before it, with the peer c"
    speed_of "$1" 1 "$rate_seconds" "rate:$per_second" "$2" "$3"
}

# Prints A/B with two decimals, or a dash when there is no B.
ratio() { (($2 > 0)) && printf '%d.%02d' $((($1 * 100 + $2 / 2) / $2 / 100)) $((($1 * 100 + $2 / 2) / $2 % 100)) || printf -- -; }

thousands() { printf '%d.%d' $(($1 / 1000)) $(($1 % 1000 / 100)); }

rate_of() { [[ ${results[$1]:-} ]] && median "$1" rate || echo 0; }

# speed_table SETTING TIMES SECONDS
speed_table() {
    local name rate low high errors
    printf '\n%s: median of %s rounds of %s s, core %s\n' "$1" $(($2 * starts)) "$3" "$core"
    printf '%-17s %8s %8s %8s %9s %9s %9s %7s %7s %7s %7s\n' \
        server 'rate k/s' lowest highest 'p50 µs' 'p99 µs' 'p99.9 µs' /c /netty /go errors
    for name in "${names[@]}"; do
        [[ ${results[$name]:-} ]] || continue
        rate=$(rate_of "$name")
        low=$(values "$name" rate | head -n 1)
        high=$(values "$name" rate | tail -n 1)
        errors=$(values "$name" errors | tail -n 1)
        printf '%-17s %8s %8s %8s %9s %9s %9s %7s %7s %7s %7s\n' "$name" \
            "$(thousands "$rate")" "$(thousands "$low")" "$(thousands "$high")" \
            "$(median "$name" p50_us)" "$(median "$name" p99_us)" "$(median "$name" p999_us)" \
            "$(ratio "$rate" "$(rate_of c)")" "$(ratio "$rate" "$(rate_of netty)")" "$(ratio "$rate" "$(rate_of go)")" "$errors"
    done
}

measure() {
    local setting parts
    for setting in ${settings//,/ }; do
        IFS=: read -r -a parts <<<"$setting"
        case $setting in
        echo:*:* | short:*:*)
            speed_of "$setting" "$rounds" "$seconds" "${parts[@]}" ;;
        rate:*:*:*)
            rate_setting "$setting" "${parts[@]:1}" ;;
        start:*)
            start_table "${parts[1]}" ;;
        idle:*)
            idle_table "${parts[1]}" ;;
        *) die "setting '$setting': expected echo:CONNECTIONS:BYTES[:DEPTH], short:CONNECTIONS:BYTES, rate:CONNECTIONS:BYTES:PER_SECOND, idle:CONNECTIONS or start:TIMES" ;;
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
