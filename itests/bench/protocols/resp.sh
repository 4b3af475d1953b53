#!/usr/bin/env bash
# Compares the RESP handler of itests/protocols with redis-server, in one run: redis-benchmark drives both in turns, and the
# medians of the rounds are printed. The servers run on core 0, redis-benchmark on core 1.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: resp.sh --classpath PATH [OPTION]...

  --classpath PATH   the classes of itests/protocols, its tests, api, server-impl
                     and their libraries
  --executions LIST  of EVENT_LOOP,VIRTUAL                 (default: both)
  --depths LIST      commands on their way per connection  (default: 1,16)
  --bytes LIST       lengths of a value                    (default: 3,1000)
  --tests LIST       of redis-benchmark                    (default: set,get,incr)
  --requests N       per test and round, times the depth   (default: 200000)
  --rounds N         rounds, after one that is not counted (default: 5)
  --java PATH        the java (default: JAVA_HOME's, or that on the PATH)
TEXT
}

classpath= executions=EVENT_LOOP,VIRTUAL depths=1,16 bytes=3,1000 tests=set,get,incr requests=200000 rounds=5
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

while (($#)); do
    case $1 in
    --help) usage; exit ;;
    --classpath | --executions | --depths | --bytes | --tests | --requests | --rounds | --java)
        (($# > 1)) || { usage >&2; exit 2; }
        printf -v "${1#--}" %s "$2"
        shift 2 ;;
    *) usage >&2; exit 2 ;;
    esac
done
[[ $classpath ]] || { usage >&2; exit 2; }
for program in redis-server redis-benchmark taskset; do
    command -v "$program" >/dev/null || { echo "there is no $program" >&2; exit 2; }
done

work=$(mktemp -d)
processes=()
trap 'kill "${processes[@]}" 2>/dev/null; wait; rm -rf "$work"' EXIT

# serve NAME COMMAND...: starts a server on core 0, and waits for its socket.
serve() {
    local name=$1 left=100
    shift
    taskset -c 0 "$@" >"$work/$name.log" 2>&1 &
    processes+=($!)
    until [[ -S $work/$name ]]; do
        ((left--)) || { cat "$work/$name.log" >&2; exit 1; }
        sleep 0.1
    done
}

# load NAME DEPTH BYTES FILE: one round; appends "test,requests a second" for each test.
load() {
    taskset -c 1 redis-benchmark -s "$work/$1" -t "$tests" -n $((requests * ($2 > 4 ? 4 : $2))) -P "$2" -d "$3" --csv \
        2>/dev/null | sed 1d | cut -d, -f1,2 | tr -d '"' >>"$4"
}

# median FILE TEST
median() {
    grep "^$2," "$1" | cut -d, -f2 | sort -n | awk '{ all[NR] = $1 } END { print all[int((NR + 1) / 2)] }'
}

serve redis redis-server --save "" --appendonly no --port 0 --unixsocket "$work/redis"
for execution in ${executions//,/ }; do
    serve "$execution" "$java" -Xmx512m -cp "$classpath" \
        dev.patchbay.protocols.resp.RespServerMain "$work/$execution" "$execution"
done
printf '%5s %6s %-8s %-10s %12s %12s %6s\n' depth bytes test execution redis patchbay ratio
for depth in ${depths//,/ }; do
    for size in ${bytes//,/ }; do
        for ((round = 0; round <= rounds; round++)); do
            for name in redis ${executions//,/ }; do
                file=$work/$name.$depth.$size
                ((round)) || file=/dev/null
                load "$name" "$depth" "$size" "$file"
            done
        done
        cut -d, -f1 "$work/redis.$depth.$size" | sort -u | while IFS= read -r test; do
            for execution in ${executions//,/ }; do
                peer=$(median "$work/redis.$depth.$size" "$test")
                ours=$(median "$work/$execution.$depth.$size" "$test")
                printf '%5s %6s %-8s %-10s %12.0f %12.0f %6.2f\n' "$depth" "$size" "$test" "$execution" "$peer" "$ours" \
                    "$(awk "BEGIN { print $ours / $peer }")"
            done
        done
    done
done
