# Part of run.sh: building the servers that Patchbay is compared with.
# shellcheck shell=bash disable=SC2154

build_peers() {
    local peer
    mkdir -p "$built"
    command -v cc >/dev/null || die "there is no cc: without the load client, nothing can be measured; install gcc or clang"
    cc -O2 -std=gnu11 -Wall -Wextra -o "$built/load" "$here/load.c"
    for peer in ${peers//,/ }; do
        case $peer in
        c | netty | go | junixsocket) "build_$peer" ;;
        jdk-selector) build_jdk jdk-selector SelectorEcho 17 ;;
        jdk-virtual) build_jdk jdk-virtual VirtualEcho 21 ;;
        none) ;;
        *) die "peer '$peer': expected c, netty, go, jdk-selector, jdk-virtual or junixsocket (or none)" ;;
        esac
    done
}

build_c() {
    cc -O2 -std=gnu11 -Wall -Wextra -o "$built/echo_epoll" "$here/echo_epoll.c"
    add_server c "'$built/echo_epoll' {path}"
}

build_go() {
    if ! command -v go >/dev/null; then
        note "go is not on the PATH: skipped"
        return
    fi
    (cd "$here/echo_go" && go build -o "$built/echo_go" main.go)
    add_server go "'$built/echo_go' {path}"
}

build_netty() {
    if ! command -v mvn >/dev/null; then
        note "mvn is not on the PATH: netty skipped"
        return
    fi
    mvn -q -B -f "$here/netty/pom.xml" -Dbench.directory="$built/netty" process-classes >&2
    find_java
    note "netty runs on $java, Java $(major_of "$java")"
    add_server netty "'$java' $(java_options) -cp '$built/netty/classes:$built/netty/lib/*' dev.patchbay.bench.NettyEcho {path}"
}

find_java() { [[ $java ]] || java=$(newest_java); }

# compile SOURCE FOLDER CLASS_PATH: with the compiler of the Java that is to run it.
compile() {
    local compiler
    compiler=$(dirname "$(readlink -f "$java")")/javac
    [[ -x $compiler ]] || die "there is no $compiler: give a JDK with --java"
    mkdir -p "$2"
    "$compiler" -cp "$3" -d "$2" "$1"
}

# build_jdk NAME CLASS MAJOR: a peer of one class that needs nothing but a JDK of that version.
build_jdk() {
    find_java
    if (($(major_of "$java") < $3)); then
        note "$java is older than Java $3: $1 skipped"
        return
    fi
    compile "$here/jdk/$2.java" "$built/jdk" ''
    add_server "$1" "'$java' -cp '$built/jdk' $2 {path}"
}

build_junixsocket() {
    if ! command -v mvn >/dev/null; then
        note "mvn is not on the PATH: junixsocket skipped"
        return
    fi
    find_java
    mvn -q -B -f "$here/junixsocket/pom.xml" -Dbench.directory="$built/junixsocket" process-classes >&2
    compile "$here/junixsocket/BlockingEcho.java" "$built/junixsocket/classes" "$built/junixsocket/lib/*"
    add_server junixsocket "'$java' $(java_options) -Xss256k -cp '$built/junixsocket/classes:$built/junixsocket/lib/*' BlockingEcho {path}"
    # A thread of the system for each connection: more would measure its limits.
    most[junixsocket]=1000
}

major_of() { "$1" -version 2>&1 | sed -n '1s/.*version "\([0-9]*\).*/\1/p'; }

newest_java() {
    local candidate major best=0 found=
    for candidate in "${JAVA_HOME:-}/bin/java" "$(command -v java || true)" /usr/lib/jvm/*/bin/java /opt/*/bin/java; do
        [[ -x $candidate ]] || continue
        major=$(major_of "$candidate")
        if ((${major:-0} > best)); then
            best=$major
            found=$candidate
        fi
    done
    [[ $found ]] || die "no java found: give one with --java"
    echo "$found"
}

# Native access and, where the JDK asks for it, Unsafe: what Netty is fastest with.
java_options() {
    local major
    major=$(major_of "$java")
    ((major < 22)) || echo -n "--enable-native-access=ALL-UNNAMED "
    ((major < 24)) || echo -n "--sun-misc-unsafe-memory-access=allow"
}
