package dev.patchbay.protocols.resp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.protocols.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class RedisCliTest {

    private static final String SCRIPT = """
            PING
            PING hello
            ECHO "a b"
            SET k value
            GET k
            GET none
            APPEND k more
            STRLEN k
            STRLEN none
            EXISTS k k none
            DEL k none
            MSET a 1 b 2
            MSET a
            MGET a none b
            INCR a
            DECR n
            INCRBY a 40
            INCRBY a x
            SET big 9223372036854775807
            INCR big
            SET s text
            INCR s
            LPUSH s 1
            RPUSH l 1 2 3
            LPUSH l 0
            LRANGE l 0 -1
            LRANGE l 1 2
            LRANGE l 5 9
            GET l
            APPEND l x
            TYPE l
            LLEN l
            LPOP l
            RPOP l
            BLPOP none l 0
            BLPOP none 0.01
            BLPOP none -1
            BLPOP none x
            LPOP none
            SET k v XX extra words
            GET
            NO such command
            SELECT 0
            DBSIZE
            HELLO 4
            PUBLISH channel message
            UNSUBSCRIBE
            """;

    private static final int MESSAGES = 2000;

    @TempDir
    private Path folder;

    @Test
    void answersAsRedisDoes() throws Exception {
        Path script = Files.writeString(folder.resolve("script"), SCRIPT);
        try (RespServer server = new RespServer(folder)) {
            assertThat(shell(RespServer.cli() + " -s " + server.socket + " < " + script))
                    .isEqualTo(answersOfRedis(script));
        }
    }

    private String answersOfRedis(Path script) throws Exception {
        Path socket = folder.resolve("redis");
        Process redis = new ProcessBuilder(Programs.require("redis-server", "redis-server"))
                .command(
                        Programs.require("redis-server", "redis-server"),
                        "--port",
                        "0",
                        "--unixsocket",
                        "" + socket,
                        "--save",
                        "")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        try {
            shell("for i in $(seq 600); do " + RespServer.cli() + " -s " + socket
                    + " PING >/dev/null 2>&1 && exit 0; sleep 0.1; done; exit 1");
            return shell(RespServer.cli() + " -s " + socket + " < " + script);
        } finally {
            redis.destroyForcibly().waitFor();
        }
    }

    @Test
    void pipedCommandsAreAllAnswered() throws Exception {
        Path commands = folder.resolve("commands");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 100_000; i++) {
            text.append("*3\r\n$6\r\nAPPEND\r\n$1\r\nk\r\n$6\r\n")
                    .append(100_000 + i)
                    .append("\r\n");
            if (i % 100 == 99) {
                text.append("DEL k\r\n");
            }
        }
        Files.writeString(commands, text + "RPUSH done yes\r\n");
        try (RespServer server = new RespServer(folder)) {
            do {
                assertThat(shell(RespServer.cli() + " -s " + server.socket + " --pipe < " + commands))
                        .contains("errors: 0, replies: 101001");
                assertThat(server.cli("LLEN", "done")).isEqualTo("1\n");
                server.cli("DEL", "done");
            } while (server.swaps() == 0);
        }
    }

    @Test
    void binaryValuesOfMegabytesComeBackByteForByte() throws Exception {
        byte[] value = new byte[2_000_000];
        new Random(7).nextBytes(value);
        Path file = Files.write(folder.resolve("value"), value);
        Path back = folder.resolve("back");
        try (RespServer server = new RespServer(folder)) {
            assertThat(shell(RespServer.cli() + " -s " + server.socket + " -x SET key < " + file))
                    .isEqualTo("OK\n");
            shell(RespServer.cli() + " -s " + server.socket + " --raw GET key > " + back);
            assertThat(server.cli("STRLEN", "key")).isEqualTo("2000000\n");
        }
        assertThat(Files.readAllBytes(back)).startsWith(value).hasSize(value.length + 1);
    }

    @Test
    void subscriberIsToldEachMessageOnce() throws Exception {
        Path heard = folder.resolve("heard");
        try (RespServer server = new RespServer(folder);
                RespClient publisher = server.connect()) {
            Process subscriber = new ProcessBuilder(
                            RespServer.cli(), "-s", server.socket.toString(), "SUBSCRIBE", "news")
                    .redirectOutput(heard.toFile())
                    .start();
            try {
                while (!publisher.call("PUBLISH", "news", "begin").equals(1L)) {
                    Thread.onSpinWait();
                }
                for (int i = 0; i < MESSAGES; i++) {
                    assertThat(publisher.call("PUBLISH", "news", "message " + i))
                            .isEqualTo(1L);
                }
                publisher.call("PUBLISH", "news", "end");
                while (!Files.readString(heard).contains("\nend\n")) {
                    Thread.onSpinWait();
                }
            } finally {
                subscriber.destroy();
            }
            assertThat(Files.readAllLines(heard).stream().filter(line -> line.startsWith("message ")))
                    .containsExactlyElementsOf(IntStream.range(0, MESSAGES)
                            .mapToObj(i -> "message " + i)
                            .toList());
        }
    }

    @Test
    void benchmarkOfRedisLosesAndDoublesNothing() throws IOException {
        String benchmark = Programs.require("redis-benchmark", "redis-tools");
        try (RespServer server = new RespServer(folder)) {
            do {
                for (String depth : List.of("1", "16")) {
                    server.cli("FLUSHALL");
                    String tests = "ping,set,get,incr,lpush,lpop,mset,lrange_100";
                    String printed = Programs.run(
                                    benchmark, "-s", "" + server.socket, "-t", tests, "-n", "10000", "-P", depth, "-q")
                            .ok();
                    assertThat(printed).doesNotContainIgnoringCase("error");
                    assertThat(server.cli("GET", "counter:__rand_int__")).isEqualTo("10000\n");
                    assertThat(server.cli("LLEN", "mylist")).isEqualTo("10000\n");
                }
            } while (server.swaps() <= 50);
        }
    }

    private static String shell(String command) {
        return Programs.run("sh", "-c", command).ok();
    }
}
