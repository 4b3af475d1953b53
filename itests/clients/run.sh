#!/usr/bin/env bash
# Starts the distribution and calls its JSON-RPC server with independent clients. Exits with 0 if all succeed.
# Requires node with npm, python3, a JDK, and the distribution (mvn package).
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
patchbay=$here/../../runtime-assembly/distribution/target/patchbay/bin/patchbay
[[ -x $patchbay ]] || { echo "there is no $patchbay: run mvn package first" >&2; exit 2; }

mkdir -p "$here/target"
cp "$here"/*.mjs "$here/package.json" "$here/target"
(cd "$here/target" && npm install --no-package-lock --no-audit --no-fund --silent)

home=$(mktemp -d)
"$patchbay" run --home "$home" --no-shell >"$home.log" 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null || true; rm -rf "$home" "$home.log"' EXIT
limit=$((SECONDS + 60))
until grep -q '^patchbay ready' "$home.log"; do
    kill -0 "$server" 2>/dev/null && ((SECONDS < limit)) || { cat "$home.log" >&2; exit 1; }
    sleep 0.1
done

socket=$home/run/json.sock
node "$here/target/vscode.mjs" "$socket"
python3 "$here/lines.py" "$socket"
node "$here/target/openrpc.mjs" "$socket"
