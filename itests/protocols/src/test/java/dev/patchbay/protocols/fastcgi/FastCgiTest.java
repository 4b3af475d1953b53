package dev.patchbay.protocols.fastcgi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.embed.Server;
import dev.patchbay.protocols.Nginx;
import dev.patchbay.protocols.PlainClient;
import dev.patchbay.protocols.Programs;
import dev.patchbay.protocols.Swapping;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The responder, called by cgi-fcgi, by nginx, and record by record. */
@Timeout(120)
class FastCgiTest {

    private static final long SEED = Long.getLong("patchbay.seed", System.nanoTime());
    private static final int SWAPS = 50;
    private static final int LARGE = 20_000_000;

    @TempDir
    private Path folder;

    private Server server;
    private Path socket;

    @BeforeEach
    void start() throws IOException {
        System.out.println("patchbay.seed = " + SEED);
        socket = folder.resolve("fastcgi.sock");
        server = Server.at(socket)
                .with("swap.timeout", "60s")
                .handler(new FastCgiHandler(new SampleResponder()))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Swapping swapping() {
        return new Swapping(server, () -> new FastCgiHandler(new SampleResponder()), SEED);
    }

    private Path large() throws IOException {
        byte[] content = new byte[LARGE];
        new Random(SEED).nextBytes(content);
        return Files.write(folder.resolve("large"), content);
    }

    @Test
    void cgiFcgiIsAnsweredDuringSwaps() throws Exception {
        String call = Programs.require("cgi-fcgi", "libfcgi-bin") + " -bind -connect " + socket;
        Path large = large();
        String input = "CONTENT_LENGTH=" + LARGE + " SCRIPT_NAME=/echo " + call + " <" + large;
        try (Swapping swapping = swapping()) {
            do {
                String answer = Programs.run("sh", "-c", "QUERY_STRING=" + "q".repeat(300) + " " + call)
                        .ok();
                assertThat(answer).endsWith("\r\n\r\n" + "q".repeat(300) + "\n");
                String zeros = "SCRIPT_NAME=/zeros QUERY_STRING=3000000 " + call + " | wc -c";
                assertThat(Programs.run("sh", "-c", zeros).ok().strip()).isEqualTo("3000028");
                Programs.run("sh", "-c", input + " | tail -c +29 | cmp - " + large)
                        .ok();
            } while (swapping.swaps() < SWAPS);
        }
    }

    @Test
    void nginxLosesNoRequestDuringSwaps() throws Exception {
        String curl = Programs.require("curl", "curl");
        Path large = large();
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(large)));
        try (Nginx nginx = Nginx.http(folder, nginxConfiguration());
                Swapping swapping = swapping()) {
            do {
                assertThat(Programs.run(curl, "-sSf", nginx.url("/any?query")).ok())
                        .isEqualTo("query\n");
                assertThat(Programs.run(curl, "-sSf", "-T", large.toString(), nginx.url("/digest"))
                                .ok())
                        .isEqualTo(digest + "\n");
                String zeros = Programs.run(
                                curl, "-sSf", "-o", "/dev/null", "-w", "%{size_download}", nginx.url("/zeros?" + LARGE))
                        .ok();
                assertThat(zeros).isEqualTo(String.valueOf(LARGE));
                String ab = Programs.require("ab", "apache2-utils");
                assertThat(Programs.run(ab, "-q", "-k", "-n", "3000", "-c", "20", nginx.url("/any?query"))
                                .ok())
                        .containsPattern("Failed requests: +0\n")
                        .containsPattern("HTML transferred: +18000 bytes")
                        .doesNotContain("Non-2xx");
            } while (swapping.swaps() < SWAPS);
            assertThat(nginx.errors()).isEmpty();
        }
    }

    private String nginxConfiguration() {
        return """
                upstream patchbay { server unix:%s; keepalive 16; }
                server {
                    listen {port};
                    location / {
                        fastcgi_pass patchbay;
                        fastcgi_keep_conn on;
                        fastcgi_param SCRIPT_NAME $uri;
                        fastcgi_param QUERY_STRING $query_string;
                    }
                }
                """.formatted(socket);
    }

    // ---- record by record

    private static ByteBuffer record(int type, int request, ByteBuffer content) {
        return new FastCgiRecord(type, request, content).encode();
    }

    private static ByteBuffer begin(int request, int role, int flags) {
        return record(
                FastCgiRecord.BEGIN_REQUEST,
                request,
                ByteBuffer.allocate(8).putChar(0, (char) role).put(2, (byte) flags));
    }

    private static ByteBuffer text(String text) {
        return StandardCharsets.ISO_8859_1.encode(text);
    }

    private static FastCgiRecord read(PlainClient client) {
        ByteBuffer head = ByteBuffer.wrap(client.readBytes(8));
        int length = head.getChar(4) + head.get(6);
        ByteBuffer whole = ByteBuffer.allocate(8 + length)
                .put(head)
                .put(client.readBytes(length))
                .flip();
        return FastCgiRecord.take(whole);
    }

    private static void assertEnd(FastCgiRecord record, int request, int how) {
        assertThat(record.type()).isEqualTo(FastCgiRecord.END_REQUEST);
        assertThat(record.request()).isEqualTo(request);
        assertThat(record.content().get(4)).isEqualTo((byte) how);
    }

    @Test
    void theConnectionSaysWhatItCanDo() {
        try (PlainClient client = new PlainClient(socket)) {
            client.send(
                    record(FastCgiRecord.GET_VALUES, 0, NameValuePairs.encode(Map.of("FCGI_MPXS_CONNS", "", "X", ""))));
            client.send(record(77, 0, text("what is this")));
            FastCgiRecord values = read(client);
            assertThat(values.type()).isEqualTo(FastCgiRecord.GET_VALUES_RESULT);
            assertThat(NameValuePairs.decode(values.content())).isEqualTo(Map.of("FCGI_MPXS_CONNS", "0"));
            FastCgiRecord unknown = read(client);
            assertThat(unknown.type()).isEqualTo(FastCgiRecord.UNKNOWN_TYPE);
            assertThat(unknown.content().get(0)).isEqualTo((byte) 77);
        }
    }

    @Test
    void aSecondRequestAndAnotherRoleAreRefusedAndTheFirstRequestGoesOn() {
        try (PlainClient client = new PlainClient(socket)) {
            client.send(begin(1, 2, 1));
            assertEnd(read(client), 1, 3);
            client.send(begin(7, 1, 1)).send(begin(8, 1, 1)).send(record(FastCgiRecord.STDIN, 8, text("x")));
            assertEnd(read(client), 8, 1);
            ByteBuffer pairs = NameValuePairs.encode(Map.of("SCRIPT_NAME", "/echo", "LONG", "x".repeat(1000)));
            while (pairs.hasRemaining()) {
                client.send(record(FastCgiRecord.PARAMS, 7, pairs.slice(pairs.position(), 1)));
                pairs.get();
            }
            client.send(record(FastCgiRecord.PARAMS, 7, text("")))
                    .send(record(FastCgiRecord.STDIN, 7, text("input")))
                    .send(record(FastCgiRecord.STDIN, 7, text("")));
            assertThat(read(client).content().remaining()).isEqualTo(28);
            assertThat(read(client).content()).isEqualTo(text("input"));
            assertThat(read(client).content().remaining()).isZero();
            assertEnd(read(client), 7, 0);
        }
    }

    @Test
    void aWebServerThatGivesUpEndsTheRequestAndKeepsTheConnection() {
        ByteBuffer zeros = NameValuePairs.encode(Map.of("SCRIPT_NAME", "/zeros", "QUERY_STRING", "1000000000"));
        try (PlainClient client = new PlainClient(socket)) {
            client.send(begin(1, 1, 1)).send(record(FastCgiRecord.ABORT_REQUEST, 1, text("")));
            assertEnd(read(client), 1, 0);
            client.send(begin(2, 1, 1))
                    .send(record(FastCgiRecord.PARAMS, 2, zeros))
                    .send(record(FastCgiRecord.PARAMS, 2, text("")))
                    .send(record(FastCgiRecord.STDIN, 2, text("")))
                    .send(record(FastCgiRecord.ABORT_REQUEST, 2, text("")));
            FastCgiRecord record = read(client);
            while (record.type() == FastCgiRecord.STDOUT) {
                record = read(client);
            }
            assertEnd(record, 2, 0);
            assertThat(server.connections()).hasSize(1);
        }
    }
}
