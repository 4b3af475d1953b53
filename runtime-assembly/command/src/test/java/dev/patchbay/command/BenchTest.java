package dev.patchbay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.rpc.Document;
import dev.patchbay.command.rpc.Json;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The options of {@code bench}, its output and its exit statuses, with a server that echoes on one connection. */
@Timeout(60)
class BenchTest extends CommandTest {

    private ServerSocketChannel listener;
    private Thread server;
    private String socket;

    @BeforeEach
    void serve() throws IOException {
        socket = home.resolve("echo").toString();
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        server = new Thread(this::echo, "echo");
        server.start();
    }

    @AfterEach
    void stop() throws Exception {
        listener.close();
        server.join(10_000);
    }

    private void echo() {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        while (listener.isOpen()) {
            try (SocketChannel client = listener.accept()) {
                while (client.read(buffer.clear()) >= 0) {
                    buffer.flip();
                    while (buffer.hasRemaining()) {
                        client.write(buffer);
                    }
                }
            } catch (IOException e) {
                // The client has gone, or the test ends.
            }
        }
    }

    private Result bench(String... more) {
        String[] arguments = new String[more.length + 6];
        System.arraycopy(
                new String[] {"bench", socket, "--duration=300ms", "--warmup=0s", "--connections", "1"},
                0,
                arguments,
                0,
                6);
        System.arraycopy(more, 0, arguments, 6, more.length);
        return run(arguments);
    }

    private void isRefused(String expected, String... options) {
        String[] arguments = new String[options.length + 2];
        arguments[0] = "bench";
        arguments[1] = socket;
        System.arraycopy(options, 0, arguments, 2, options.length);
        Result result = run(arguments);

        assertThat(result.status()).as(result.err()).isEqualTo(ExitStatus.USAGE);
        assertThat(result.err()).contains(expected).endsWith("; try 'patchbay bench --help'\n");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void theResultIsPrintedForPeople() {
        Result result = bench("--size", "1k");

        assertThat(result.err()).isEmpty();
        assertThat(result.status()).isEqualTo(ExitStatus.OK);
        assertThat(result.out())
                .startsWith(socket)
                .contains("echo of 1024 bytes,", "LATENCY", "P99.9")
                .containsPattern("no\\s+errors")
                .doesNotContain("\r");
    }

    @Test
    void theResultIsPrintedAsJsonAndComparedWith() throws Exception {
        Result json = bench("--json", "--rate", "200");
        assertThat(json.err()).isEmpty();
        Document document = Document.of(Json.parse(json.out()));
        assertThat(document.object("latencyMicros").number("count")).isEqualTo(60);
        assertThat(document.object("settings").text("exchange")).isEqualTo("echo of 64 bytes");
        Path before = Files.writeString(home.resolve("before.json"), json.out());
        Path page = home.resolve("report.html");

        Result compared = bench("--baseline", before.toString(), "--html", page.toString());
        assertThat(compared.err()).isEmpty();
        assertThat(compared.out()).contains("FIGURE", "CHANGE", "messages a second");
        assertThat(Files.readString(page)).contains("<svg", "Before", "After");

        Result both = run("bench", "--compare", before.toString(), before.toString());
        assertThat(both.err()).isEmpty();
        assertThat(both.out()).contains("+0.0 %");
        assertThat(run("bench", "--compare", before.toString(), before.toString(), "--json")
                        .out())
                .startsWith("{\"before\":{\"format\":\"patchbay-bench-1\"");
    }

    @Test
    void answersThatAreWrongAreAFailure() {
        Result result = bench("--line", "hello", "--expect", "hullo");

        assertThat(result.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(result.out())
                .contains("wrong answer", "the first wrong answer: byte 1 of an answer")
                .doesNotContain("LATENCY");
        assertThat(result.err()).startsWith("patchbay: there were errors: ");
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        for (String value : new String[] {"0", "-1", "1e9", "x", "1.5", "99999999999999999999", "5000000000"}) {
            isRefused(
                    "--rate " + value + ": is not a number of messages a second; write a whole number from 1 to",
                    "--rate=" + value);
            isRefused("--depth " + value + ": is not a number of messages under way", "--depth=" + value);
            isRefused("--threads " + value + ": is not a number of threads", "--threads=" + value);
            isRefused("--size " + value + ": is not the size of a message", "--size=" + value);
            isRefused("--duration " + value + ": is not a duration", "--duration=" + value);
        }
        isRefused(
                "--size 2147483648: is not the size of a message; write a number of bytes from 1 to",
                "--size=2147483648");
        isRefused("--size 2048m: is not the size", "--size=2048m");
        isRefused("--size 9999999999m: is not the size", "--size=9999999999m");
        isRefused("--duration 50ms: is not between 100ms and 60m", "--duration=50ms");
        isRefused("--duration 61m: is not between", "--duration=61m");
        isRefused("--warmup 1h: is not a duration", "--warmup=1h");
    }

    @Test
    void optionsThatDoNotGoTogetherAreRefused() {
        isRefused("--line and --call exclude each other", "--line=x", "--call=y");
        isRefused("--size is for an echo, without --line", "--line=x", "--size=5");
        isRefused("--expect is of use with --line alone", "--expect=x");
        isRefused("--params is of use with --call alone", "--line=x", "--params=[]");
        isRefused("--params 5: is not a JSON array or object", "--call=x", "--params=5");
        isRefused("--params {\"a\": is not a JSON array or object", "--call=x", "--params={\"a\"");
        isRefused("--line: is not one line", "--line=a\nb");
        isRefused("--request needs --response", "--request=x");
        isRefused("--depth 2: with --reconnect there is one message on each connection", "--reconnect", "--depth=2");
        isRefused("unknown argument 'more'", "more");
        assertThat(run("bench").err()).contains("SOCKET is missing");
        assertThat(run("bench", "--compare", "one.json").err()).contains("--compare needs two files");
        assertThat(run("bench", "--compare", "one.json", "two.json", "--rate", "5")
                        .err())
                .contains("--compare sends nothing, so --rate cannot have an effect");
    }

    @Test
    void moreConnectionsThanDescriptorsAreRefusedAtOnce() {
        Result result = run("bench", socket, "--connections", "1000000", "--depth", "1");

        // Where so many are allowed, nobody accepts them.
        assertThat(result.status()).isIn(ExitStatus.FAILED, ExitStatus.UNAVAILABLE);
        assertThat(result.err()).contains("1000000").doesNotContain("internal error");
        assertThat(run("bench", socket, "--connections", "1000000", "--depth", "5")
                        .err())
                .contains("are more than 4000000 messages under way");
    }

    @Test
    void socketsThatCannotBeReachedAreUnavailable() throws Exception {
        Result absent = run("bench", home + "/none");
        assertThat(absent.status()).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(absent.err()).isEqualTo("patchbay: no server listens at " + home + "/none (it does not exist)\n");

        Path file = Files.createFile(home.resolve("file"));
        assertThat(run("bench", file.toString()).err()).contains("refuses connections");
        assertThat(run("bench", "/" + "x".repeat(200)).err()).contains("has more than the 107 bytes");

        control.answers("patchbay.server", "{\"address\": \"HOME/none\"}");
        assertThat(run("bench", "json").err()).contains("no server listens at " + home + "/none");
    }

    @Test
    void aRequestAndItsResponseComeFromFiles() throws Exception {
        Path file = Files.writeString(home.resolve("request"), "GET /\n\n");
        Result result = bench("--request", file.toString(), "--response", file.toString());
        assertThat(result.err()).isEmpty();
        assertThat(result.out().replaceAll("\\s+", " ")).contains("file " + file);

        assertThat(bench("--request", home.toString(), "--response", file.toString())
                        .err())
                .contains("--request " + home + ": is not a file of 1 byte to 64 MiB");
        assertThat(bench("--request", file.toString(), "--response", file + "x").err())
                .contains("--response " + file + "x: cannot be read: it does not exist");
    }

    @Test
    void filesThatCannotBeReadOrWrittenAreSaidBeforeTheRun() throws Exception {
        Result page = bench("--html", home + "/none/report.html");
        assertThat(page.status()).isEqualTo(ExitStatus.FAILED);
        assertThat(page.err()).contains("cannot be written: there is no folder " + home + "/none");
        assertThat(bench("--html", home.toString()).err()).contains("it is a folder");
        assertThat(bench("--baseline", home + "/none").err()).contains("has no result to compare: it does not exist");
        Path text = Files.writeString(home.resolve("text"), "hello");
        assertThat(bench("--baseline", text.toString()).err()).contains("it is not JSON");
        Path other = Files.writeString(home.resolve("other"), "{\"format\": 1}");
        assertThat(run("bench", "--compare", other.toString(), other.toString()).err())
                .contains("it is no result of 'patchbay bench --json'");
    }
}
