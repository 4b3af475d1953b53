#!/usr/bin/env bash
# Compares the protocols of itests/protocols with nginx and libfcgi, side by side in one run.
# README.md beside this file says what is measured and what the numbers mean.
set -euo pipefail

usage() {
    cat <<'TEXT'
usage: run.sh --classpath PATH [OPTION]...

  --classpath PATH   the classes of itests/protocols, its tests, api, server-impl
                     and their libraries; README.md says how to get it
  --protocols LIST   of http,fastcgi,proxy             (default: all three)
  --connections N    connections of the client                (default: 50)
  --bytes N          length of the file, and of the query      (default: 6)
  --rounds N         rounds                                    (default: 5)
  --seconds S        load on one server in one round           (default: 2)
  --warmup S         load on each before the first round       (default: 8)
  --core N           the core (or cores, as 0,1) of servers and client
                                                       (default: the last)
  --java PATH        the java (default: JAVA_HOME's, or that on the PATH)
  --fcgi PATH        prefix of libfcgi, if its headers are not in /usr
TEXT
}

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
built=$here/../target
classpath=
protocols=http,fastcgi,proxy
connections=50
bytes=6
rounds=5
seconds=2
warmup=8
core=$(($(nproc --all) - 1))
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
fcgi=/usr

note() { echo "bench: $*" >&2; }
die() { note "$*"; exit 2; }

while (($#)); do
    case $1 in
    --help) usage; exit ;;
    --classpath | --protocols | --connections | --bytes | --rounds | --seconds | --warmup | --core | --java | --fcgi)
        (($# > 1)) || die "$1 needs a value"
        printf -v "${1#--}" %s "$2"
        shift 2 ;;
    *) usage >&2; exit 2 ;;
    esac
done
[[ $classpath ]] || die "give the --classpath; README.md says how to get it"
for program in nginx wrk cc taskset; do
    PATH=$PATH:/usr/sbin command -v "$program" >/dev/null || die "there is no $program"
done
nginx=$(PATH=$PATH:/usr/sbin command -v nginx)

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
trap 'exit 130' INT TERM

# start NAME SOCKET COMMAND...: ready when the socket is there.
start() {
    local limit=$((SECONDS + 30))
    taskset -c "$core" setsid "${@:3}" </dev/null >>"$work/$1.log" 2>&1 &
    processes+=($!)
    until [[ -S $2 ]]; do
        kill -0 $! 2>/dev/null && ((SECONDS < limit)) || { cat "$work/$1.log" >&2; die "$1 does not serve $2"; }
        sleep 0.1
    done
}

# nginx NAME SOCKET BODY: an nginx without a process of its own for the worker.
start_nginx() {
    mkdir "$work/$1"
    {
        [[ -e /usr/lib/nginx/modules/ngx_stream_module.so ]] && echo "load_module /usr/lib/nginx/modules/ngx_stream_module.so;"
        echo "daemon off; master_process off; pid nginx.pid; error_log error.log error; events { worker_connections 4096; }"
        echo "$3"
    } >"$work/$1/nginx.conf"
    start "$1" "$2" "$nginx" -p "$work/$1" -c nginx.conf
}

http='access_log off; client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
      uwsgi_temp_path uwsgi; scgi_temp_path scgi; keepalive_requests 1000000000; default_type text/plain;'

start_java() {
    local feature
    feature=$("$java" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p')
    options=()
    ((feature < 22)) || options+=(--enable-native-access=ALL-UNNAMED)
    ((feature < 24)) || options+=(--sun-misc-unsafe-memory-access=allow)
    start "$1" "$2" "$java" "${options[@]}" -Xmx256m -cp "$classpath" "dev.patchbay.protocols.$3" "$work"
}

# The names are PROTOCOL.SERVER; the front nginx passes /PROTOCOL.SERVER on.
names=()
upstreams=
locations=
add() { # NAME SOCKET URI KIND
    names+=("$1")
    upstreams+="upstream $1 { server unix:$2; keepalive 64; keepalive_requests 1000000000; }"$'\n'
    if [[ $4 == fastcgi ]]; then
        locations+="location /$1 { fastcgi_pass $1; fastcgi_keep_conn on; fastcgi_param QUERY_STRING $body; }"$'\n'
    else
        locations+="location /$1 { proxy_pass http://$1$3; proxy_http_version 1.1; proxy_set_header Connection ''; }"$'\n'
    fi
}

body=$(head -c "$((bytes - 1))" /dev/zero | tr '\0' x)
echo "$body" >"$work/body"
start_nginx upstream "$work/nginx.sock" \
    "http { $http server { listen unix:$work/nginx.sock; location / { root $work; } location /hello { return 200 hello; } } }"
if [[ ,$protocols, == *,http,* ]]; then
    start_java http "$work/http.sock" http.HttpServerMain
    add http.patchbay "$work/http.sock" / http
    add http.nginx "$work/nginx.sock" /hello http
    add file.patchbay "$work/http.sock" /files/body http
    add file.nginx "$work/nginx.sock" /body http
fi
if [[ ,$protocols, == *,fastcgi,* ]]; then
    start_java fastcgi "$work/fastcgi.sock" fastcgi.FastCgiServerMain
    add fastcgi.patchbay "$work/fastcgi.sock" / fastcgi
    library=$(find "$fcgi/lib" -name libfcgi.a | head -n 1)
    if [[ -e $fcgi/include/fcgiapp.h && $library ]]; then
        mkdir -p "$built"
        cc -O2 -I "$fcgi/include" -o "$built/responder" "$here/responder.c" "$library"
        start responder "$work/responder.sock" "$built/responder" "$work/responder.sock"
        add fastcgi.libfcgi "$work/responder.sock" / fastcgi
    else
        note "libfcgi-dev is not installed: skipped"
    fi
fi
if [[ ,$protocols, == *,proxy,* ]]; then
    start_java proxy "$work/proxy.sock" proxy.ProxyServerMain
    add proxy.patchbay "$work/proxy.sock" /body http
    start_nginx stream "$work/stream.sock" \
        "stream { server { listen unix:$work/stream.sock; proxy_pass unix:$work/nginx.sock; } }"
    add proxy.nginx "$work/stream.sock" /body http
fi
port=$((20000 + RANDOM % 10000))
start_nginx front "$work/front.sock" \
    "http { $http $upstreams server { listen unix:$work/front.sock; listen 127.0.0.1:$port; $locations } }"

# load NAME SECONDS: prints the rate; anything but 200 ends the run.
load() {
    local report
    report=$(taskset -c "$core" wrk -t 1 -c "$connections" -d "${2}s" "http://127.0.0.1:$port/$1")
    [[ $report != *"Non-2xx"* && $report != *"Socket errors"* ]] || die "$1: $report"
    sed -n 's/^Requests\/sec: *//p' <<<"$report"
}

declare -A rates
for name in "${names[@]}"; do
    note "warming up $name"
    load "$name" "$warmup" >/dev/null
done
for ((round = 1; round <= rounds; round++)); do
    for name in "${names[@]}"; do
        rate=$(load "$name" "$seconds")
        note "round $round $name $rate"
        rates[$name]+=$rate$'\n'
    done
done

median() { sort -n <<<"${rates[$1]%$'\n'}" | sed -n "$((rounds / 2 + 1))p"; }

printf '\n%s connections, %s bytes: median of %s rounds of %s s, core %s\n' "$connections" "$bytes" "$rounds" "$seconds" "$core"
printf '%-18s %10s %7s\n' server 'rate /s' /peer
for name in "${names[@]}"; do
    peer=
    for other in "${names[@]}"; do
        [[ $name != *.patchbay || $other == "$name" || ${other%.*} != "${name%.*}" ]] || peer=$other
    done
    ratio=-
    [[ ! $peer ]] || ratio=$(awk "BEGIN { printf \"%.2f\", $(median "$name") / $(median "$peer") }")
    printf '%-18s %10.0f %7s\n' "$name" "$(median "$name")" "$ratio"
done
