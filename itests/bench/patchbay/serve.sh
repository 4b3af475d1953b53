#!/usr/bin/env bash
# serve.sh DISTRIBUTION PLUGIN HANDLER PATH: runs a distribution of Patchbay in the foreground, with one loop and one server, whose
# handler is HANDLER of the distribution or of the jar PLUGIN. It has a home of its own, which is removed at the end.
set -euo pipefail

distribution=$1 plugin=$2 handler=$3 path=$4
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
trap 'kill -TERM "$patchbay" 2>/dev/null || true' TERM INT
mkdir "$home/conf" "$home/plugins"
cp "$distribution/conf/logback.xml" "$home/conf/"
[[ $handler == echo ]] || cp "$plugin" "$home/plugins/"
cat >"$home/conf/dev.patchbay.server~bench.cfg" <<CONFIGURATION
socket.path = $path
handler.target = (handler.name=$handler)
loops = 1
CONFIGURATION
"$distribution/bin/patchbay" run --home "$home" --no-shell --allow-unsafe-files &
patchbay=$!
# A signal ends the first wait, and the process is still there.
while kill -0 "$patchbay" 2>/dev/null; do
    wait "$patchbay" || true
done
