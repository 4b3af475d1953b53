#!/usr/bin/env python3
"""Throws broken plugins, configurations, files and clients at a Patchbay that serves, and reports what its operator sees.

    itests/hostile/hostile.py [DISTRIBUTION]

Starts the distribution (default: the one that the build has made) with a home of its own. Good clients talk to it all the
time, on connections that last and on new ones, and count for themselves. For each broken thing the script prints how many
requests were answered meanwhile, and what the log said. At the end the host must be what it was at the beginning: the same
handlers, sockets, threads and descriptors, give or take a few; and it stops in order. The exit status is 0 if all that held.

Needs Python 3, a JDK (javac) and Linux. Takes about four minutes; the last two kinds wait for the look at the socket's file.
"""

import contextlib
import json
import os
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import tempfile
import threading
import time
import zipfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DISTRIBUTION = os.path.join(ROOT, "runtime-assembly", "distribution", "target", "patchbay")

#: How long the host has to notice a file. The longest part of it is the wait until the file no longer changes.
NOTICE_SECONDS = 4.0

#: How long the host has to notice that its socket's file is gone.
SOCKET_SECONDS = 70.0

SHOUT = """
package shout;
import dev.patchbay.api.*;
public class Shout implements Handler {
    %s
    @Override public void received(ConnContext conn, java.nio.ByteBuffer in) {
        while (in.hasRemaining()) { byte b = in.get();
            conn.write(java.nio.ByteBuffer.wrap(new byte[] {(byte) Character.toUpperCase((char) b)})); } }
}
"""

ACTIVATOR = """
package shout;
import org.osgi.framework.*;
public class Activator implements BundleActivator {
    public void start(BundleContext context) { %s }
    public void stop(BundleContext context) {}
}
"""

REGISTER = 'context.registerService(dev.patchbay.api.Handler.class, new Shout(), ' \
           'new java.util.Hashtable<>(java.util.Map.of("handler.name", "shout")));'


# ---- good clients


class GoodClients:
    """Clients whose every request must be answered, and rightly."""

    def __init__(self, sockets):
        self.answered = 0
        self.faults = []
        self.lock = threading.Lock()
        self.stopping = threading.Event()
        self.threads = [threading.Thread(target=self.run, args=(path, talk, lasting), daemon=True)
                        for path, talk in sockets for lasting in (True, True, False)]
        for thread in self.threads:
            thread.start()

    def run(self, path, talk, lasting):
        number = 0
        while not self.stopping.is_set():
            try:
                with socket.socket(socket.AF_UNIX) as client:
                    client.settimeout(20)
                    self.connect(client, path, lasting)
                    with client.makefile("rb") as lines:
                        for _ in range(1_000_000 if lasting else 20):
                            number += 1
                            request, expected = talk(number)
                            client.sendall(request)
                            answer = lines.readline()
                            if answer != expected:
                                self.fault(f"{path}: {request!r} was answered by {answer!r}")
                                return
                            with self.lock:
                                self.answered += 1
                            if self.stopping.wait(0.002):
                                return
            except OSError as e:
                self.fault(f"{path}: {e}")
                return

    def connect(self, client, path, lasting):
        """Connects. New clients cannot come in while the name of the socket is gone, and try again."""
        for _ in range(100 if lasting else 1000):
            try:
                client.connect(path)
                return
            except (FileNotFoundError, ConnectionRefusedError):
                time.sleep(0.1)
        raise ConnectionError("no server")

    def fault(self, what):
        with self.lock:
            self.faults.append(what)

    def stop(self):
        self.stopping.set()
        for thread in self.threads:
            thread.join(30)


def echo(number):
    line = b"line %d\n" % number
    return line, line


def shout(number):
    return b"line %d\n" % number, b"LINE %d\n" % number


def rpc(number):
    request = b'{"jsonrpc":"2.0","method":"echo","params":[%d],"id":%d}\n' % (number, number)
    return request, b'{"jsonrpc":"2.0","result":[%d],"id":%d}\n' % (number, number)


# ---- the host


class Host:
    def __init__(self, distribution):
        self.home = tempfile.mkdtemp(prefix="patchbay-hostile-")
        self.distribution = distribution
        shutil.copytree(os.path.join(distribution, "conf"), self.path("conf"))
        os.mkdir(self.path("plugins"))
        with open(self.path("conf", "dev.patchbay.server~shout.cfg"), "w") as file:
            file.write("socket.path = ${patchbay.home}/run/shout.sock\nhandler.target = (handler.name=shout)\n")
        self.output = open(self.path("output"), "w+b")
        self.process = None

    def path(self, *names):
        return os.path.join(self.home, *names)

    def start(self):
        self.process = subprocess.Popen(
            [os.path.join(self.distribution, "bin", "patchbay"), "run", "--home", self.home, "--no-shell"],
            stdin=subprocess.DEVNULL, stdout=self.output, stderr=self.output)
        for _ in range(600):
            if "patchbay ready" in self.log():
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        sys.exit("the host does not start:\n" + self.log())

    def log(self, since=0):
        with open(self.path("output"), "rb") as file:
            file.seek(since)
            return file.read().decode("utf-8", "replace")

    def mark(self):
        return os.path.getsize(self.path("output"))

    def vitals(self):
        process = f"/proc/{self.process.pid}"
        return {"threads": len(os.listdir(process + "/task")), "descriptors": len(os.listdir(process + "/fd")),
                "sockets": sorted(name for name in os.listdir(self.path("run")) if name.endswith(".sock"))}

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


# ---- jars


class Jars:
    """Compiles and packs bundles and plain jars."""

    def __init__(self, distribution):
        self.folder = tempfile.mkdtemp(prefix="patchbay-jars-")
        bundles = os.path.join(distribution, "lib")
        self.classpath = ":".join(
            os.path.join(folder, name) for folder, _, names in os.walk(bundles) for name in names
            if name.startswith(("patchbay-api", "org.apache.felix.framework")))
        self.count = 0

    def classes(self, handler="", activator=REGISTER):
        self.count += 1
        folder = os.path.join(self.folder, str(self.count))
        os.mkdir(folder)
        sources = {"Shout.java": SHOUT % handler, "Activator.java": ACTIVATOR % activator}
        for name, text in sources.items():
            with open(os.path.join(folder, name), "w") as file:
                file.write(text)
        subprocess.run(["javac", "--release", "17", "-proc:none", "-nowarn", "-cp", self.classpath, "-d", folder]
                       + [os.path.join(folder, name) for name in sources], check=True)
        return os.path.join(folder, "shout")

    def jar(self, name, classes, manifest, extra=None):
        path = os.path.join(self.folder, name)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as jar:
            jar.writestr("META-INF/MANIFEST.MF", manifest)
            for entry, text in (extra or {}).items():
                jar.writestr(entry, text)
            for file in sorted(os.listdir(classes)) if classes else []:
                jar.write(os.path.join(classes, file), "shout/" + file)
        return path


def manifest(version="1.0.0", name="hostile.shout", activator="shout.Activator", imports="dev.patchbay.api,org.osgi.framework"):
    return ("Manifest-Version: 1.0\nBundle-ManifestVersion: 2\n"
            f"Bundle-SymbolicName: {name}\nBundle-Version: {version}\n"
            + (f"Bundle-Activator: {activator}\n" if activator else "")
            + (f"Import-Package: {imports}\n" if imports else "") + "\n")


PLAIN = "Manifest-Version: 1.0\n\n"
PROVIDER = "META-INF/services/dev.patchbay.api.Handler"


# ---- the broken things


def put(source, target):
    """Puts a file in place in one step, as a careful operator does."""
    shutil.copyfile(source, target + ".part")
    os.rename(target + ".part", target)


def write(path, content):
    with open(path, "wb") as file:
        file.write(content if isinstance(content, bytes) else content.encode())


def remove(path):
    with contextlib.suppress(OSError):
        if os.path.isdir(path) and not os.path.islink(path):
            shutil.rmtree(path)
        else:
            os.remove(path)


def broken_plugins(jars, good):
    """Yields names, files and a function that puts the broken thing at a path."""
    classes = jars.classes()
    with open(good, "rb") as file:
        whole = file.read()
    yield "a jar of 0 bytes", "empty.jar", lambda p: write(p, b"")
    yield "a text file named .jar", "text.jar", lambda p: write(p, "not a jar\n")
    yield "half a jar", "half.jar", lambda p: write(p, whole[: len(whole) // 2])
    yield "a jar with a byte changed in each kilobyte", "rotten.jar", \
        lambda p: write(p, bytes(b ^ 0xFF if i % 1024 == 99 else b for i, b in enumerate(whole)))
    yield "a jar without a manifest", "bare.jar", lambda p: zipfile.ZipFile(p, "w").writestr("a.txt", "a")
    yield "a manifest that is none", "manifest.jar", lambda p: put(jars.jar("m.jar", classes, "Bundle-SymbolicName\n"), p)
    yield "a bundle without a symbolic name", "nameless.jar", \
        lambda p: put(jars.jar("n.jar", classes, "Manifest-Version: 1.0\nBundle-ManifestVersion: 2\n\n"), p)
    yield "a bundle whose import nobody exports", "imports.jar", \
        lambda p: put(jars.jar("i.jar", classes, manifest(name="imports", imports="com.example.missing")), p)
    yield "a bundle whose activator throws", "throws.jar", \
        lambda p: put(jars.jar("t.jar", jars.classes(activator='throw new IllegalStateException("on purpose");'),
                               manifest(name="throws")), p)
    yield "a bundle whose activator is missing", "missing.jar", \
        lambda p: put(jars.jar("a.jar", None, manifest(name="missing", activator="com.example.Missing")), p)
    yield "a bundle of a later Java", "future.jar", lambda p: put(future(jars, classes), p)
    yield "a second file of the bundle that serves", "shout-copy.jar", lambda p: put(good, p)
    yield "a plain jar whose provider is missing", "provider.jar", \
        lambda p: put(jars.jar("p.jar", None, PLAIN, {PROVIDER: "com.example.Missing\n"}), p)
    yield "a plain jar whose provider throws", "construct.jar", \
        lambda p: put(jars.jar("c.jar", jars.classes('public Shout() { throw new IllegalStateException("on purpose"); }'),
                               PLAIN, {PROVIDER: "shout.Shout\n"}), p)
    yield "a plain jar that provides nothing", "nothing.jar", lambda p: put(jars.jar("o.jar", classes, PLAIN), p)
    yield "a .zip", "shout.zip", lambda p: put(good, p)
    yield "a folder named .jar", "folder.jar", os.mkdir
    yield "a dangling link", "dangling.jar", lambda p: os.symlink("/nowhere/at/all.jar", p)
    yield "a named pipe", "pipe.jar", os.mkfifo
    yield "a file name with a line feed", "line\nfeed.jar", lambda p: write(p, "x")


def future(jars, classes):
    folder = classes + "-future"
    shutil.copytree(classes, folder, dirs_exist_ok=True)
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        with open(path, "r+b") as file:
            file.seek(6)
            file.write(b"\x00\xff")
    return jars.jar("f.jar", folder, manifest(name="future"))


def broken_configurations(host):
    def server(text):
        return lambda p: write(p, text)

    path = "socket.path = ${patchbay.home}/run/x.sock\n"
    cfg = "dev.patchbay.server~x.cfg"
    yield "a key that does not exist", cfg, server(path + "conections.max = 5\n")
    yield "a duration that is none", cfg, server(path + "idle.timeout = 5 minutes\n")
    yield "five faults at once", cfg, server("socket.permissions = 999\nloops = many\nwrite.high = -1\nengine = x\n")
    yield "a path that another server has", cfg, server("socket.path = ${patchbay.home}/run/echo.sock\n")
    yield "a path in a folder that does not exist", cfg, server("socket.path = /nowhere/at/all/x.sock\n")
    yield "a path that is too long", cfg, server("socket.path = ${patchbay.home}/run/" + "x" * 120 + "\n")
    yield "a group that does not exist", cfg, server(path + "socket.group = no such group\n")
    yield "a filter that is none", cfg, server(path + "handler.target = (handler.name=\n")
    yield "a byte that is not UTF-8", cfg, lambda p: write(p, path.encode() + b"handler.target = (handler.name=\xe9cho)\n")
    yield "an escape that is cut off", cfg, server(path + "handler.target = \\u12\n")
    yield "bytes of 0", cfg, lambda p: write(p, b"\0" * 4096)
    yield "ten megabytes", cfg, lambda p: write(p, b"x" * 10_000_000)
    yield "a folder named .cfg", cfg, os.mkdir
    yield "a dangling link", cfg, lambda p: os.symlink("/nowhere/at/all.cfg", p)
    yield "a .cfg without the server's name", "server~x.cfg", server(path)
    yield "a .conf", "dev.patchbay.server~x.conf", server(path)


def hostile_clients(host):
    def send(name, data, half_close=False, read=False):
        with socket.socket(socket.AF_UNIX) as client:
            client.settimeout(2)
            client.connect(host.path("run", name))
            with contextlib.suppress(OSError):
                client.sendall(data)
                if half_close:
                    client.shutdown(socket.SHUT_WR)
                while read and client.recv(65536):
                    pass

    yield "headers made for a pattern that backtracks", \
        lambda: send("json.sock", b"Ca:" + b" " * 60_000 + b"\r \r\n\r\n", read=True)
    yield "JSON nested without end", lambda: send("json.sock", b"[" * 900_000, half_close=True, read=True)
    yield "a number of a million digits", \
        lambda: send("json.sock", b'{"jsonrpc":"2.0","method":"echo","params":[' + b"9" * 900_000 + b'],"id":1}\n', read=True)
    yield "a method name of control characters", \
        lambda: send("json.sock", b'{"jsonrpc":"2.0","method":"\\n\\u001b[31mfake","id":1}\n', half_close=True, read=True)
    yield "a message that is too large", lambda: send("json.sock", b"x" * 3_000_000, read=True)
    yield "200 clients that leave in the middle", lambda: [send("json.sock", b'{"jsonrpc"') for _ in range(200)]


# ---- the run


class Run:
    def __init__(self, host, clients):
        self.host = host
        self.clients = clients
        self.failures = []
        self.kinds = 0

    def throw(self, what, action, undo=lambda: None, seconds=NOTICE_SECONDS, told=r".", most=1):
        """Does something bad, waits, and reports. The log must have at least one and at most so many lines of trouble."""
        self.kinds += 1
        mark, before = self.host.mark(), self.clients.answered
        action()
        deadline = time.monotonic() + seconds
        lines = []
        while time.monotonic() < deadline:
            time.sleep(0.25)
            lines = self.trouble(mark)
            if lines and time.monotonic() > deadline - seconds + NOTICE_SECONDS:
                break
        answered = self.clients.answered - before
        undo()
        time.sleep(2.0)
        self.report(what, answered, lines, told, most)

    def trouble(self, mark):
        return [line for line in self.host.log(mark).splitlines() if re.search(r"\b(WARN|ERROR)\b", line)]

    def report(self, what, answered, lines, told, most):
        complaint = None
        if answered == 0 or self.clients.faults:
            complaint = "the good clients: " + ("; ".join(self.clients.faults[:3]) or "no answer")
        elif told and not any(re.search(told, line) for line in lines):
            complaint = "the log does not say it"
        elif len(lines) > most:
            complaint = f"{len(lines)} lines of log"
        elif self.host.process.poll() is not None:
            complaint = f"the host has ended with {self.host.process.returncode}"
        if complaint:
            self.failures.append(f"{what}: {complaint}")
        print(f"{'FAILED' if complaint else 'ok':6} {what} ({answered} answered){': ' + complaint if complaint else ''}")
        for line in lines[:3]:
            print("       " + line[:230])
        sys.stdout.flush()
        self.clients.faults.clear()

    def check(self, what, holds, detail):
        print(f"{'ok' if holds else 'FAILED':6} {what}: {detail}")
        if not holds:
            self.failures.append(f"{what}: {detail}")


def main():
    distribution = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else DISTRIBUTION)
    jars = Jars(distribution)
    good = jars.jar("shout.jar", jars.classes(), manifest())
    host = Host(distribution)
    shutil.copyfile(good, host.path("plugins", "shout.jar"))
    host.start()
    clients = GoodClients([(host.path("run", "echo.sock"), echo), (host.path("run", "json.sock"), rpc),
                           (host.path("run", "shout.sock"), shout)])
    time.sleep(3)
    before = host.vitals()
    run = Run(host, clients)
    for what, name, action in broken_plugins(jars, good):
        path = host.path("plugins", name)
        run.throw("plugin: " + what, lambda: action(path), lambda: remove(path))
        if not name.endswith("\nfeed.jar") and not name.startswith(("shout", "pipe", "folder", "dangling")):
            serving = host.path("plugins", "shout.jar")
            if what.startswith(("a jar of 0", "a text", "half", "a bundle whose import")):
                run.throw("plugin: " + what + ", over the one that serves",
                          lambda: (action(path + ".new"), os.rename(path + ".new", serving)), lambda: put(good, serving), most=2)
    for what, name, action in broken_configurations(host):
        path = host.path("conf", name)
        run.throw("configuration: " + what, lambda: action(path), lambda: remove(path))
    live = host.path("conf", "dev.patchbay.server~shout.cfg")
    with open(live) as file:
        text = file.read()
    run.throw("configuration: a live one that becomes wrong", lambda: write(live, text + "idle.timeout = soon\n"),
              lambda: write(live, text))
    for what, action in hostile_clients(host):
        run.throw("client: " + what, action, seconds=3, told=None, most=3)
    path = host.path("run", "echo.sock")
    run.throw("socket: its file is removed", lambda: os.remove(path), seconds=SOCKET_SECONDS, most=2)
    run.check("the socket is back", os.path.exists(path) and stat.S_ISSOCK(os.stat(path).st_mode), path)
    clients.stop()
    time.sleep(2)
    after = host.vitals()
    run.check("good clients", not clients.faults, f"{clients.answered} requests answered, faults: {clients.faults[:3]}")
    run.check("the host is what it was", after["sockets"] == before["sockets"]
              and after["threads"] <= before["threads"] + 12 and after["descriptors"] <= before["descriptors"] + 12,
              f"before {json.dumps(before)}, after {json.dumps(after)}")
    status = host.stop()
    run.check("it stops in order", status == 0, f"exit status {status}")
    print(f"{run.kinds} kinds of broken things, {len(run.failures)} failures")
    for failure in run.failures:
        print("  " + failure)
    if run.failures:
        print("the log is " + host.path("output"))
    else:
        shutil.rmtree(host.home)
    shutil.rmtree(jars.folder)
    sys.exit(1 if run.failures else 0)


if __name__ == "__main__":
    main()
