package dev.patchbay.protocols.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DifficultClientsTest {

    private static final int LARGE = 50_000_000;

    @TempDir
    private Path folder;

    private RespServer server;
    private RespClient client;

    @BeforeEach
    void start() throws Exception {
        server = new RespServer(folder);
        client = server.connect();
    }

    @AfterEach
    void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void commandsMayArriveByteByByte() throws Exception {
        for (int round = 0; round < 20; round++) {
            for (byte one : RespClient.command("APPEND", "key", "a\r\nb")) {
                client.send(new byte[] {one});
            }
            assertThat(client.read()).isEqualTo(4L * (round + 1));
        }
        for (byte one : "ping\r\n  \r\necho  word \n".getBytes(ISO_8859_1)) {
            client.send(new byte[] {one});
        }
        assertThat(client.read()).isEqualTo("+PONG");
        assertThat((byte[]) client.read()).isEqualTo("word".getBytes(ISO_8859_1));
    }

    @Test
    void commandsMayArriveAllAtOnce() throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 2000; i++) {
            all.writeBytes(RespClient.command("RPUSH", "list", "element " + i));
            all.writeBytes("\r\n".getBytes(ISO_8859_1));
        }
        client.send(all.toByteArray());
        for (long i = 1; i <= 2000; i++) {
            assertThat(client.read()).isEqualTo(i);
        }
    }

    @Test
    void longAnswerReachesAClientThatHasEndedItsOutput() throws Exception {
        byte[] value = new byte[LARGE];
        new Random(3).nextBytes(value);
        assertThat(client.call("SET", "large", value)).isEqualTo("+OK");
        int swaps = server.swaps();
        client.send(RespClient.command("GET", "large"));
        client.send(RespClient.command("MGET", "large", "none"));
        client.endOutput();
        while (server.swaps() == swaps) {
            Thread.onSpinWait(); // Most of the answer waits until it is read.
        }
        assertThat((byte[]) client.read()).isEqualTo(value);
        List<?> both = (List<?>) client.read();
        assertThat((byte[]) both.get(0)).isEqualTo(value);
        assertThat(both.get(1)).isNull();
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void longListIsReadInWholeAfterManyPushesInOneCommand() throws Exception {
        Object[] push = new Object[200_002];
        push[0] = "RPUSH";
        push[1] = "list";
        for (int i = 2; i < push.length; i++) {
            push[i] = "element " + i;
        }
        assertThat(client.call(push)).isEqualTo(200_000L);
        List<?> range = (List<?>) client.call("LRANGE", "list", "0", "-1");
        assertThat(range).hasSize(200_000);
        assertThat((byte[]) range.get(199_999)).isEqualTo("element 200001".getBytes(ISO_8859_1));
    }

    @Test
    void clientThatNeverReadsDisturbsNobody() throws Exception {
        assertThat(client.call("SET", "large", new byte[LARGE])).isEqualTo("+OK");
        try (RespClient silent = server.connect()) {
            for (int i = 0; i < 100; i++) {
                silent.send(RespClient.command("GET", "large"));
            }
            for (int i = 0; i < 1000; i++) {
                assertThat(client.call("PING")).isEqualTo("+PONG");
            }
            while (server.connections() < 2) {
                Thread.onSpinWait();
            }
        }
        while (server.connections() > 1) {
            Thread.onSpinWait();
        }
        assertThat(client.call("PING")).isEqualTo("+PONG");
    }

    @Test
    void whatIsSentDuringAWaitIsAnsweredAfterIt() throws Exception {
        client.send(RespClient.command("PING"));
        client.send(RespClient.command("BLPOP", "queue", "0"));
        client.send(RespClient.command("LLEN", "queue"));
        client.endOutput();
        assertThat(client.read()).isEqualTo("+PONG");
        try (RespClient other = server.connect()) {
            int swaps = server.swaps();
            while (server.swaps() < swaps + 10) {
                assertThat(other.call("PING")).isEqualTo("+PONG");
            }
            other.call("RPUSH", "queue", "1", "2", "3");
        }
        assertThat((List<?>) client.read()).hasSize(2);
        assertThat(client.read()).isEqualTo(2L);
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void malformedCommandIsAnsweredAndEndsTheConnection() throws Exception {
        for (String malformed : List.of("*x\r\n", "*1\r\nPING\r\n", "*1\r\n$-5\r\n", "*1048577\r\n")) {
            try (RespClient bad = server.connect()) {
                bad.send(RespClient.command("PING"));
                bad.send(malformed.getBytes(ISO_8859_1));
                assertThat(bad.read()).isEqualTo("+PONG");
                assertThat((String) bad.read()).startsWith("-ERR Protocol error: ");
                assertThat(bad.isAtEnd()).isTrue();
            }
        }
    }

    @Test
    void quitIsAnsweredLast() throws Exception {
        client.send("PING\r\nQUIT\r\nPING\r\n".getBytes(ISO_8859_1));
        assertThat(client.read()).isEqualTo("+PONG");
        assertThat(client.read()).isEqualTo("+OK");
        assertThat(client.isAtEnd()).isTrue();
    }
}
