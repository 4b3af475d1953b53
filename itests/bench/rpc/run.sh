#!/usr/bin/env bash
# Compares JSON-RPC servers on Unix domain sockets, side by side in one run.
# README.md beside this file says what is measured and what the numbers mean.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: run.sh [OPTION]...

  --settings LIST       of CONNECTIONS:DEPTH   (default: 1:1,1:32,50:1,50:32)
  --rounds N            rounds for each setting                  (default: 5)
  --seconds S           load on one server in one round          (default: 2)
  --warmup S            load on each before the first round     (default: 10)
  --core N              the core (or cores, as 0,1) of servers and client
                                                         (default: the last)
  --client-core N       a core of its own for the client
  --java PATH           the java of all servers (default: JAVA_HOME's, or that
                        on the PATH)
  --distribution PATH   Patchbay  (default: runtime-assembly/distribution/target/patchbay)
TEXT
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
built=$here/../target
settings=1:1,1:32,50:1,50:32
rounds=5
seconds=2
warmup=10
core=$(($(nproc --all) - 1))
client_core=
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
distribution=$here/../../../runtime-assembly/distribution/target/patchbay

note() { echo "bench: $*" >&2; }
die() { note "$*"; exit 2; }

while (($#)); do
    case $1 in
    --help) usage; exit ;;
    --settings | --rounds | --seconds | --warmup | --core | --client-core | --java | --distribution)
        (($# > 1)) || die "$1 needs a value"
        option=${1#--}
        printf -v "${option//-/_}" %s "$2"
        shift 2 ;;
    *) usage >&2; exit 2 ;;
    esac
done
[[ -x $distribution/bin/patchbay ]] || die "there is no $distribution/bin/patchbay: run mvn package first, or give --distribution"

mkdir -p "$built"
cc -O2 -std=gnu11 -Wall -Wextra -o "$built/load_rpc" "$here/load_rpc.c"
mvn -q -B -f "$here/lsp4j/pom.xml" -Dbench.directory="$built/lsp4j" process-classes >&2

work=$(mktemp -d)
processes=()
clean_up() {
    local process
    for process in "${processes[@]}"; do
        kill -TERM -- "-$process" 2>/dev/null || true
    done
    wait
    rm -rf "$work"
}
trap clean_up EXIT

# start NAME COMMAND...
start() {
    taskset -c "$core" setsid "${@:2}" </dev/null >>"$work/log" 2>&1 &
    processes+=($!)
    process_of[$1]=$!
}

wait_for() {
    local limit=$((SECONDS + 40))
    until [[ -S $1 ]]; do
        ((SECONDS < limit)) || { cat "$work/log" >&2; die "nobody serves $1"; }
        sleep 0.1
    done
}

# The servers: a name, the socket, and what the client has to know. Each has a process of its own.
names=(lsp4j headers lines echo)
declare -A process_of path_of=(
    [lsp4j]=$work/lsp4j.sock
    [headers]=$work/headers/run/json.sock
    [lines]=$work/lines/run/json.sock
    [echo]=$work/echo/run/echo.sock
) options=([lsp4j]=--headers [headers]=--headers [lines]="" [echo]=--raw)

java_home=$(dirname "$(dirname "$(readlink -f "$(command -v "$java")")")")
start lsp4j "$java" -cp "$built/lsp4j/classes:$built/lsp4j/lib/*" dev.patchbay.bench.LspEcho "${path_of[lsp4j]}"
for name in headers lines echo; do
    PATCHBAY_JAVA=$java_home start "$name" "$distribution/bin/patchbay" run --home "$work/$name" --no-shell
done
for name in "${names[@]}"; do wait_for "${path_of[$name]}"; done

# shellcheck disable=SC2086 # Options are words.
load() { taskset -c "${client_core:-$core}" "$built/load_rpc" --path "${path_of[$1]}" ${options[$1]} --connections "$2" --depth "$3" --seconds "$4"; }

# measure NAME CONNECTIONS: one round, and how much of a processor the server has used for it.
measure() {
    local before line
    before=$(ticks "$1")
    line=$(load "$1" "$2" "$depth" "$seconds")
    awk -v ticks=$(($(ticks "$1") - before)) -v rate="$(getconf CLK_TCK)" '
        { split($1, requests, "="); printf "%s cpu_us=%.2f\n", $0, ticks / rate * 1e6 / requests[2] }' <<<"$line"
}

# The processor time of a server's threads, user's and system's: proc(5).
ticks() { awk '{ print $14 + $15 }' "/proc/${process_of[$1]}/stat"; }

field() { sed -n "s/.*\b$1=\([0-9.]*\).*/\1/p" "$2"; }
median() { sort -g | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

note "warming up, $warmup s each"
for name in "${names[@]}"; do
    for ((i = 0; i < warmup; i++)); do
        load "$name" 50 $((i % 2 ? 32 : 1)) 1 >/dev/null
    done
done

echo "medians of $rounds rounds of $seconds s; servers on core $core, client on ${client_core:-the same}; $("$java" -version 2>&1 | head -1)"
for setting in ${settings//,/ }; do
    connections=${setting%:*}
    depth=${setting#*:}
    for name in "${names[@]}"; do : >"$work/$name.results"; done
    for ((round = 0; round < rounds; round++)); do
        for name in "${names[@]}"; do
            measure "$name" "$connections" >>"$work/$name.results"
        done
    done
    peer=$(field rate "$work/lsp4j.results" | median)
    raw=$(field rate "$work/echo.results" | median)
    printf '\n%s connection(s), depth %s\n%-10s %10s %9s %9s %7s %8s %8s %7s\n' \
        "$connections" "$depth" server 1/s p50_us p99_us cpu_us /lsp4j /echo errors
    for name in "${names[@]}"; do
        rate=$(field rate "$work/$name.results" | median)
        printf '%-10s %10.0f %9.1f %9.1f %7.2f %8.2f %8.2f %7d\n' "$name" "$rate" \
            "$(field p50_us "$work/$name.results" | median)" "$(field p99_us "$work/$name.results" | median)" \
            "$(field cpu_us "$work/$name.results" | median)" \
            "$(awk "BEGIN { print $rate / $peer }")" "$(awk "BEGIN { print $rate / $raw }")" \
            "$(field errors "$work/$name.results" | sort -g | tail -1)"
    done
done
