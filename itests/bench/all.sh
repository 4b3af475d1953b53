#!/usr/bin/env bash
# Runs all scenarios with all peers, and writes tables, a drawing and the single results. README.md beside this file says how long
# it takes and what the numbers mean.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: all.sh [OPTION]...

  --distribution PATH  Patchbay
                       (default: runtime-assembly/distribution/target/patchbay)
  --java PATH          the java of the peers and of Patchbay
                       (default: the newest one found)
  --starts N           fresh starts of all servers for each scenario (default: 3)
  --rounds N           rounds after each start                       (default: 5)
  --core N             the core of servers and client       (default: the last)
  --out DIR            where the results go            (default: target/results)
  --record             copy them to results/ too, with the date and the commit;
                       only on a machine that does nothing else
  --quick              a minute or two with few connections, to see that
                       everything works; its figures mean nothing
TEXT
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
top=$(cd "$here/../.." && pwd)
distribution=$top/runtime-assembly/distribution/target/patchbay
java= core=$(($(nproc --all) - 1)) out=$here/target/results starts=3 rounds=5 record= quick=
seconds=2 rate_seconds=60 warmup=8 settle=20
settings=echo:1:64,echo:50:64,echo:1000:64,echo:10000:64,echo:16:64:32,echo:8:65536,short:50:64,rate:50:64:half,idle:10000,start:5

note() { echo "bench: $*" >&2; }
die() { note "$*"; exit 2; }

while (($#)); do
    case $1 in
    --help) usage; exit ;;
    --distribution | --java | --starts | --rounds | --core | --out)
        (($# > 1)) || die "$1 needs a value"
        printf -v "${1#--}" %s "$2"
        shift ;;
    --record | --quick) printf -v "${1#--}" yes ;;
    *) usage >&2; exit 2 ;;
    esac
    shift
done

if [[ $quick ]]; then
    [[ ! $record ]] || die "--quick and --record exclude each other: the figures of a quick run mean nothing"
    settings=echo:1:64,echo:50:64,echo:16:64:32,short:20:64,rate:50:64:half,idle:200,start:1
    starts=1 rounds=1 seconds=0.3 rate_seconds=1 warmup=1 settle=2
fi

for program in cc taskset setsid awk; do
    command -v "$program" >/dev/null || die "there is no $program: nothing can be measured without it"
done
[[ -x $distribution/bin/patchbay ]] ||
    die "there is no $distribution/bin/patchbay: run 'mvn package -DskipTests' at the top first, or give --distribution"
api=$(echo "$distribution"/lib/bundles/*/patchbay-api-*.jar)
[[ -e $api ]] || die "$distribution has no patchbay-api: it is not whole"

# The load of others would be in every figure.
read -r load _ </proc/loadavg
if [[ $record ]] && awk -v load="$load" 'BEGIN { exit !(load > 0.5) }'; then
    die "the load average is $load: other programs run here. Wait until it is below 0.5, or leave --record out"
fi
connections=$(tr , '\n' <<<"$settings" | cut -d: -f1,2 | grep -v start | cut -d: -f2 | sort -n | tail -n 1)
(($(ulimit -H -n) > connections + 100)) ||
    die "$connections connections need more than the $(ulimit -H -n) descriptors that are allowed here; raise the limit (ulimit -n)"

# shellcheck source-path=SCRIPTDIR
. "$here/peers.sh"
find_java
compiler=$(dirname "$(readlink -f "$java")")
[[ -x $compiler/javac && -x $compiler/jar ]] || die "$java belongs to no JDK: give another one with --java"

build_plugin() {
    local classes=$here/target/plugin
    rm -rf "$classes"
    mkdir -p "$classes/META-INF/services"
    "$compiler/javac" --release 17 -cp "$api" -d "$classes" "$here"/patchbay/*.java 2> >(grep -v '^warning\|^  reason\|^[0-9]* warning' >&2)
    printf 'DefaultEcho\nBlockingEcho\n' >"$classes/META-INF/services/dev.patchbay.api.Handler"
    "$compiler/jar" --create --file "$here/target/bench-plugin.jar" -C "$classes" .
}

# serve HANDLER: the command that runs Patchbay with it.
serve() {
    printf "exec env PATCHBAY_JAVA='%s' '%s' '%s' '%s' %s {path}" "$(dirname "$compiler")" "$here/patchbay/serve.sh" "$distribution" \
        "$here/target/bench-plugin.jar" "$1"
}

machine() {
    local commit changed
    commit=$(git -C "$top" rev-parse --short HEAD 2>/dev/null || echo unknown)
    changed=$(git -C "$top" status --porcelain --untracked-files=no 2>/dev/null || true)
    echo "# Results of $(date -u +'%Y-%m-%d %H:%M') UTC"
    echo
    [[ ! $quick ]] || printf '**A quick run: the figures mean nothing.**\n\n'
    echo "| | |"
    echo "|---|---|"
    echo "| commit | $commit${changed:+, with changes} |"
    echo "| processor | $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc --all) cores; servers and client on core $core |"
    echo "| memory | $(sed -n 's/^MemTotal: *//p' /proc/meminfo) |"
    echo "| system | $(uname -srm) |"
    echo "| java | $("$java" -version 2>&1 | sed -n '1p' | tr -d '"') |"
    echo "| go | $(go version 2>/dev/null || echo 'none: peer skipped') |"
    echo "| cc | $(cc --version | head -n 1) |"
    echo "| load average before | $load |"
    echo "| plan | $starts starts of $rounds rounds of $seconds s; fixed rate: $starts rounds of $rate_seconds s |"
    echo "| took | $((SECONDS / 60)) min |"
    echo
    echo "A figure is the median of all rounds; spread is highest less lowest, of the median. Only ratios mean anything on another day."
    echo
}

mkdir -p "$here/target" "$out"
build_plugin
raw=$out/raw.txt
: >"$raw"
note "the single results are in $raw as they come"
"$here/run.sh" --peers c,netty,go,jdk-selector,jdk-virtual,junixsocket --settings "$settings" --starts "$starts" \
    --rounds "$rounds" --seconds "$seconds" --rate-seconds "$rate_seconds" --settle "$settle" --warmup "$warmup" --core "$core" \
    --java "$java" --raw "$raw" "patchbay=$(serve echo)" "patchbay-default=$(serve bench-default)" \
    "patchbay-blocking=$(serve bench-blocking)"

{ machine && awk -f "$here/report.awk" "$raw"; } >"$out/results.md"
awk -v heading="Messages a second, as a part of those of the loop in C ($(date -u +%Y-%m-%d))" -f "$here/plot.awk" "$raw" >"$out/results.svg"
if [[ $record ]]; then
    name=$(date -u +%Y-%m-%d-%H%M)-$(git -C "$top" rev-parse --short HEAD 2>/dev/null || echo unknown)
    mkdir -p "$here/results"
    { cat "$out/results.md" && printf '![Rates](%s.svg)\n' "$name"; } >"$here/results/$name.md"
    cp "$out/results.svg" "$here/results/$name.svg"
    cp "$raw" "$here/results/$name.txt"
    note "recorded as results/$name.md"
fi
note "done after $SECONDS s: $out/results.md, $out/results.svg"
