package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code http.sock} and {@code patchbay page} give to curl, and to whom they give it. */
@Timeout(180)
class HttpSocketIT {

    private static final String LISTENS = "0A";

    private HomeFolder home;
    private Patchbay patchbay;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "needs curl");
        home = new HomeFolder(directory);
        patchbay = Patchbay.start(directory);
    }

    @AfterEach
    void stop() {
        if (patchbay != null) {
            patchbay.close();
        }
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    /** Runs curl, with the head of the response in its output. */
    private static String curl(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "-sSi", "--max-time", "60"));
        command.addAll(Arrays.asList(arguments));
        return run(command.toArray(String[]::new));
    }

    private String get(String path, String... arguments) throws IOException, InterruptedException {
        return curl(Stream.concat(
                        Stream.of("--unix-socket", home.socket("http").toString(), "http://localhost" + path),
                        Stream.of(arguments))
                .toArray(String[]::new));
    }

    /** Reads a stream of events up to the first status. */
    private static void assertThatEventsCome(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("curl", "-sSiN"));
        command.addAll(Arrays.asList(arguments));
        Process curl = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            Lines lines = new Lines(curl.getInputStream(), "curl");
            String type = "content-type: text/event-stream";
            lines.await(line -> line.toLowerCase(Locale.ROOT).startsWith(type), type);
            lines.await("event: status");
            assertThat(lines.await("data: ")).startsWith("data: {");
        } finally {
            curl.destroy();
        }
    }

    private static String[] call(String method, String params) {
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}";
        return new String[] {"-H", "Content-Type: application/json", "-d", call};
    }

    @Test
    void everyPathIsServed() throws Exception {
        assertThat(get("/"))
                .contains("HTTP/1.1 200 OK", "Content-Security-Policy: default-src 'none'; script-src 'sha256-");
        assertThat(get("/health/live")).contains("HTTP/1.1 200 OK").endsWith("live\n");
        assertThat(get("/health/ready")).contains("HTTP/1.1 200 OK").endsWith("ready: 4 servers serve\n");
        assertThat(get("/rpc", call("patchbay.status", "[]"))).contains("HTTP/1.1 200 OK", "\"ready\":true");
        assertThatEventsCome("--unix-socket", home.socket("http").toString(), "http://localhost/events");
        assertThat(get("/metrics")).containsAnyOf("HTTP/1.1 404 Not Found", "HTTP/1.1 200 OK");
        assertThat(get("/none")).contains("HTTP/1.1 404 Not Found");
        assertThat(get("/rpc", "-H", "Origin: http://evil.example")).contains("HTTP/1.1 403 Forbidden");
    }

    @Test
    void operationIsInTheLogWithTheClientThatAskedForIt() throws Exception {
        assertThat(get("/rpc", call("patchbay.drain", "{\"server\":\"echo\"}"))).contains("\"stopped\":true");
        assertThat(home.log())
                .containsPattern("dev.patchbay.web - patchbay.drain \\{\"server\":\"echo\"} asked for over HTTP by "
                        + ".+ \\(uid \\d+, pid \\d+\\) with curl")
                .contains("server echo told to drain by ");
        assertThat(get("/health/ready")).contains("HTTP/1.1 503", "not ready: server echo is STOPPED");
        get("/rpc", call("patchbay.status", "[]"));
        assertThat(home.log()).doesNotContain("patchbay.status");
    }

    @Test
    void serverMayDrainItself() throws Exception {
        assertThat(get("/rpc", call("patchbay.drain", "[\"http\"]"))).contains("HTTP/1.1 200 OK", "\"stopped\":false");
        patchbay.log().await("server http has stopped gracefully");
    }

    @Test
    void streamOfEventsDoesNotHoldUpTheEnd() throws Exception {
        Process curl = new ProcessBuilder(
                        "curl", "-sSN", "--unix-socket", home.socket("http").toString(), "http://localhost/events")
                .start();
        Lines events = new Lines(curl.getInputStream(), "curl");
        events.await("event: status");
        get("/health/live");
        events.await("event: event");
        events.await("data: ", "\"type\":\"connectionOpened\"");
        // Of those that are connected at the end, the stream is the only one.
        events.await("data: ", "\"type\":\"connectionClosed\"");
        patchbay.terminate();
        assertThat(patchbay.awaitExit()).isZero();
        patchbay.log().awaitAnywhere("server http has stopped gracefully", " 1 finished, 0 forced");
        assertThat(curl.waitFor()).isZero();
    }

    @Test
    void anotherUserGetsNothing() throws Exception {
        Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "needs the rights of root");
        Files.setPosixFilePermissions(home.directory(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.socket("http"))))
                .isEqualTo("rw-------");
        String[] asNobody = {
            "setpriv",
            "--reuid=65534",
            "--regid=65534",
            "--clear-groups",
            "curl",
            "-sS",
            "--unix-socket",
            home.socket("http").toString(),
            "http://localhost/health/live"
        };
        assertThat(run(asNobody)).startsWith("curl: (7)").doesNotContain("live\n");
    }

    @Test
    void nothingListensAtAPortUntilTheConfigurationSaysSo() throws Exception {
        assertThat(listening(patchbay.pid())).isEmpty();
        int port = free();
        Path file = home.conf().resolve("dev.patchbay.web.cfg");
        Files.writeString(file, "metrics.port = " + port + "\n");
        patchbay.log().await("metrics and health at http://127.0.0.1:" + port + "/");

        assertThat(listening(patchbay.pid())).containsExactly(String.format("0100007F:%04X", port));
        String base = "http://127.0.0.1:" + port;
        assertThat(curl(base + "/health/ready")).contains("HTTP/1.1 200 OK");
        assertThat(curl(base + "/metrics")).containsAnyOf("HTTP/1.1 404 Not Found", "HTTP/1.1 200 OK");
        assertThat(curl(base + "/")).contains("HTTP/1.1 404 Not Found");
        String[] status = Stream.concat(Stream.of(base + "/rpc"), Stream.of(call("patchbay.status", "[]")))
                .toArray(String[]::new);
        assertThat(curl(status)).contains("HTTP/1.1 404 Not Found");

        Files.writeString(file, "metrics.port = 99999\n");
        patchbay.log().await("metrics.port = 99999 is not a port; write a number from 1 to 65535");
        assertThat(listening(patchbay.pid())).isEmpty();
        try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Files.writeString(file, "metrics.port = " + taken.getLocalPort() + "\n");
            patchbay.log().await("metrics.port = " + taken.getLocalPort() + " cannot be opened", "choose another port");
        }
        Files.writeString(file, "metrics.port = " + port + "\n");
        patchbay.log().await("metrics and health at http://127.0.0.1:" + port + "/");
        Files.delete(file);
        while (!listening(patchbay.pid()).isEmpty()) {
            Thread.onSpinWait();
        }
        assertThat(get("/health/ready")).contains("HTTP/1.1 200 OK");
    }

    private static int free() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** Returns the addresses at which a process listens on TCP, in hexadecimal digits as the kernel writes them. */
    private static List<String> listening(long pid) throws IOException {
        Set<String> own = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc", Long.toString(pid), "fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    own.add(Files.readSymbolicLink(descriptor).toString());
                } catch (IOException closed) {
                    continue;
                }
            }
        }
        List<String> addresses = new ArrayList<>();
        for (String table : new String[] {"tcp", "tcp6"}) {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "net", table))) {
                String[] fields = line.strip().split("\\s+");
                if (fields[3].equals(LISTENS) && own.contains("socket:[" + fields[9] + "]")) {
                    // An address of version 4 in the table of version 6 ends with it.
                    String address = fields[1];
                    addresses.add(address.substring(Math.max(0, address.indexOf(':') - 8)));
                }
            }
        }
        return addresses;
    }

    // ---- patchbay page

    private Process page(String... options) throws IOException {
        List<String> words = new ArrayList<>();
        if (System.getProperty("os.name").equals("Linux")) {
            words.addAll(List.of("env", "--default-signal=INT"));
        }
        CommandLine commands = new CommandLine(home.directory());
        words.addAll(commands.words(
                Stream.concat(Stream.of("page"), Stream.of(options)).toArray(String[]::new)));
        return commands.start(words);
    }

    @Test
    void pageIsForTheBrowserThatComesWithTheToken(@TempDir Path folder) throws Exception {
        Process page = page();
        String address = new Lines(page.getInputStream(), "page").await("http://127.0.0.1:");
        String base = address.substring(0, address.indexOf("/?token="));
        String jar = folder.resolve("cookies").toString();
        assertThat(listening(page.pid()))
                .allMatch(at -> at.startsWith("0100007F:"))
                .hasSize(1);

        assertThat(curl("-L", "-c", jar, "-b", jar, address))
                .contains("303 See Other", "HTTP/1.1 200 OK", "<!DOCTYPE html>", "script-src 'sha256-");
        String[] status = Stream.concat(Stream.of("-b", jar, base + "/rpc"), Stream.of(call("patchbay.status", "[]")))
                .toArray(String[]::new);
        assertThat(curl(status)).contains("\"ready\":true");
        assertThatEventsCome("-b", jar, base + "/events");
        assertThat(curl("-b", jar, "-I", base + "/health/ready")).contains("HTTP/1.1 200 OK");

        assertThat(curl(address)).contains("403 Forbidden").doesNotContain("<!DOCTYPE html>");
        assertThat(curl(base + "/")).contains("403 Forbidden");
        assertThat(curl("-b", jar, "-H", "Host: evil.example", base + "/")).contains("403 Forbidden");
        assertThat(curl("-b", jar, "-H", "Origin: http://evil.example", base + "/rpc"))
                .contains("403 Forbidden");

        run("kill", "-INT", Long.toString(page.pid()));
        assertThat(page.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(page.exitValue()).isZero();
        assertThat(curl(base + "/")).contains("curl: (7)");
        assertThat(get("/health/ready")).contains("HTTP/1.1 200 OK");
    }

    @Test
    void pageEndsWithPatchbay() throws Exception {
        int port = free();
        Process page = page("--port", Integer.toString(port));
        new Lines(page.getInputStream(), "page").await("http://127.0.0.1:" + port + "/?token=");
        patchbay.terminate();
        assertThat(page.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(page.exitValue()).isEqualTo(69);
    }
}
