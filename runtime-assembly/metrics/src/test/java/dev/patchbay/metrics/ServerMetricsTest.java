package dev.patchbay.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.embed.HandlerOptions;
import dev.patchbay.api.embed.HandlerRegistration;
import dev.patchbay.api.embed.Server;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The metrics of servers against what clients and handlers have counted for themselves. */
@Timeout(120)
class ServerMetricsTest {

    private static final int CLIENTS = 50;
    private static final int ROUNDS = 30;
    private static final int SWAPS = 10;
    private static final int BIG = 4 << 20;

    @TempDir
    Path directory;

    private final LongAdder calls = new LongAdder();

    /** Echoes, and counts its calls. */
    private final class Counting implements Handler {

        @Override
        public void opened(ConnContext conn) {
            calls.increment();
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            calls.increment();
            conn.write(in);
        }

        @Override
        public void inputEnded(ConnContext conn) {
            calls.increment();
            conn.close();
        }

        @Override
        public void clientClosed(ConnContext conn) {
            calls.increment();
        }

        @Override
        public void released(ConnContext conn, ReleaseReason reason) {
            calls.increment();
        }
    }

    private Path socket(String name) {
        return directory.resolve(name + ".sock");
    }

    private Server start(String name, Handler handler) throws Exception {
        return Server.at(socket(name)).name(name).handler(handler).start();
    }

    private static Text await(Running running, Predicate<Text> wanted) {
        Text text = running.text();
        while (!wanted.test(text)) {
            text = running.text();
        }
        return text;
    }

    @Test
    void valuesAreThoseThatFiftyClientsHaveCountedWhileHandlersWereSwapped() throws Exception {
        try (Server echo = start("echo", new Counting())) {
            List<CompletableFuture<long[]>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(CompletableFuture.supplyAsync(this::work, task -> new Thread(task).start()));
            }
            for (int i = 0; i < SWAPS; i++) {
                echo.replace(new Counting()).toCompletableFuture().get(60, TimeUnit.SECONDS);
            }
            long sent = 0;
            long received = 0;
            for (CompletableFuture<long[]> client : clients) {
                sent += client.get(60, TimeUnit.SECONDS)[0];
                received += client.get()[1];
            }
            Running running = new Running(echo);
            await(
                    running,
                    now -> now.value("patchbay_server_connections_closed_total{reason='CLIENT_CLOSED',server='echo'}")
                                    == CLIENTS
                            && now.value("patchbay_server_connections{server='echo'}") == 0);
            // What is counted while a text is made may be in one value and not in another.
            Text text = running.text();
            assertThat(text.value("patchbay_server_received_bytes_total{server='echo'}"))
                    .isEqualTo(sent);
            assertThat(text.value("patchbay_server_sent_bytes_total{server='echo'}"))
                    .isEqualTo(received);
            assertThat(text.value("patchbay_server_connections_accepted_total{server='echo'}"))
                    .isEqualTo(CLIENTS);
            assertThat(text.value("patchbay_server_connections{server='echo'}")).isZero();
            assertThat(text.value("patchbay_server_handler_swaps_total{server='echo'}"))
                    .isEqualTo(SWAPS);
            assertThat(text.value("patchbay_server_handler_calls_total{server='echo'}"))
                    .isEqualTo(calls.sum());
            assertThatTimesAddUp(text);
            assertThat(text.value("patchbay_server_state{server='echo',state='RUNNING'}"))
                    .isEqualTo(1);
            assertThat(text.value("patchbay_server_state{server='echo',state='FAILED'}"))
                    .isZero();
            assertThat(text.value("patchbay_server_handlers{server='echo',state='SERVING'}"))
                    .isEqualTo(1);
        }
    }

    private long[] work() {
        try (Client client = new Client(socket("echo"))) {
            for (int round = 1; round <= ROUNDS; round++) {
                client.exchange("x".repeat(round), round);
            }
            return new long[] {client.sent, client.received};
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void assertThatTimesAddUp(Text text) {
        String name = "patchbay_server_handler_call_duration_seconds";
        double count = text.value(name + "_count{server='echo'}");
        assertThat(count)
                .isPositive()
                .isLessThanOrEqualTo(text.value("patchbay_server_handler_calls_total{server='echo'}"));
        assertThat(text.value(name + "_bucket{server='echo',le='+Inf'}")).isEqualTo(count);
        assertThat(text.value(name + "_sum{server='echo'}")).isPositive();
        double before = 0;
        for (String series : text.values().keySet()) {
            if (series.startsWith(name + "_bucket{server=\"echo\"")) {
                assertThat(text.values().get(series)).isGreaterThanOrEqualTo(before);
                before = text.values().get(series);
            }
        }
    }

    @Test
    void heldConnectionsAndHoldsAreThere() throws Exception {
        HandlerOptions options = new HandlerOptions().name("h");
        try (Server server = Server.at(socket("held")).name("held").start();
                Client one = new Client(socket("held"));
                Client two = new Client(socket("held"))) {
            Running running = new Running(server);
            await(running, text -> text.value("patchbay_server_connections_held{server='held'}") == 2);
            assertThat(running.text().has("patchbay_server_handler_in_charge{handler='h',server='held'}"))
                    .isFalse();
            HandlerRegistration handler = server.add(new Counting(), options);
            one.exchange("a", 1);
            two.exchange("a", 1);
            Text text = running.text();
            assertThat(text.value("patchbay_server_connections_held{server='held'}"))
                    .isZero();
            assertThat(text.value("patchbay_server_handler_in_charge{handler='h',server='held'}"))
                    .isEqualTo(1);
            double holds = text.value("patchbay_server_holds_total{server='held'}");
            handler.close();
            text = await(running, now -> now.value("patchbay_server_connections_held{server='held'}") == 2);
            assertThat(text.value("patchbay_server_holds_total{server='held'}")).isEqualTo(holds + 1);
        }
    }

    @Test
    void queuedBytesAndRefusedConnectionsAreThere() throws Exception {
        Handler big = (conn, in) -> {
            in.position(in.limit());
            conn.write(ByteBuffer.allocate(BIG));
        };
        try (Server server = Server.at(socket("big"))
                        .name("big")
                        .with("connections.max", 1)
                        .handler(big)
                        .start();
                Client client = new Client(socket("big"))) {
            Running running = new Running(server);
            client.send("a");
            await(running, text -> text.value("patchbay_server_queued_bytes{server='big'}") > 0);
            try (Client refused = new Client(socket("big"))) {
                refused.awaitEnd();
            }
            client.exchange("", BIG);
            Text text = await(
                    running,
                    now -> now.value("patchbay_server_queued_bytes{server='big'}") == 0
                            && now.value("patchbay_server_sent_bytes_total{server='big'}") >= BIG);
            assertThat(text.values().entrySet().stream()
                            .filter(value -> value.getKey().startsWith("patchbay_server_connections_refused_total"))
                            .mapToDouble(value -> value.getValue())
                            .sum())
                    .isEqualTo(1);
            assertThat(text.value("patchbay_server_sent_bytes_total{server='big'}"))
                    .isEqualTo(BIG);
        }
    }

    @Test
    void eachLoopIsThereWithItsConnectionsAndItsTime() throws Exception {
        try (Server server = Server.at(socket("loops"))
                        .name("loops")
                        .with("loops", 2)
                        .handler(new Counting())
                        .start();
                Client one = new Client(socket("loops"));
                Client two = new Client(socket("loops"))) {
            one.exchange("a", 1);
            two.exchange("a", 1);
            // A call may not have returned although its client has the answer.
            Text text = await(
                    new Running(server),
                    now -> IntStream.range(0, 2)
                            .allMatch(loop -> now.value("patchbay_loop_longest_call_seconds" + loop(loop)) == 0));
            for (int loop = 0; loop < 2; loop++) {
                String labels = loop(loop);
                assertThat(text.value("patchbay_loop_connections" + labels)).isEqualTo(1);
                assertThat(text.value("patchbay_loop_cpu_time_seconds_total" + labels))
                        .isPositive();
                // Where a machine is busy a call may wait for so long that its loop is rescued.
                assertThat(text.value("patchbay_loop_rescues_total" + labels)).isBetween(0.0, (double)
                        server.snapshot().eventLoops().get(loop).rescues());
            }
        }
    }

    private static String loop(int number) {
        return "{loop='patchbay-loops-loop-" + number + "',server='loops'}";
    }

    @Test
    void namesWithSpecialCharactersDoNotBreakTheText() throws Exception {
        try (Server odd = Server.at(socket("odd"))
                .name("a\"b\\c\nd{é}")
                .handler(new Counting())
                .start()) {
            assertThat(new Running(odd).prometheus().text())
                    .contains("patchbay_server_connections{server=\"a\\\"b\\\\c\\nd{é}\"} 0.0\n");
        }
    }
}
