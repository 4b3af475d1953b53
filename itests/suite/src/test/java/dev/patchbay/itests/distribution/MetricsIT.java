package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.client.RpcLines;
import dev.patchbay.itests.plugin.UppercaseHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code patchbay metrics} while clients work and handlers are swapped, against what the clients have counted. */
@Timeout(240)
class MetricsIT {

    private static final int CLIENTS = 50;
    private static final int SWAPS = 4;
    private static final String ANY = "{server=\"any\"}";

    private final AtomicBoolean enough = new AtomicBoolean();

    /** What a client has sent, and got back. */
    private record Work(long connections, long bytes) {}

    private Work work(Path socket) {
        long bytes = 0;
        long connections = 0;
        try {
            while (!enough.get()) {
                connections++;
                try (Client client = Client.connect(socket)) {
                    for (int length = 1; length <= 100 && !enough.get(); length++) {
                        String text = "a".repeat(length);
                        assertThat(client.echo(text)).isEqualToIgnoringCase(text);
                        bytes += length;
                    }
                }
            }
            return new Work(connections, bytes);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Double> scrape(CommandLine commands) throws Exception {
        Map<String, Double> values = new LinkedHashMap<>();
        commands.run("metrics")
                .orFail()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    int blank = line.lastIndexOf(' ');
                    assertThat(values.put(line.substring(0, blank), Double.valueOf(line.substring(blank + 1))))
                            .as(line)
                            .isNull();
                });
        return values;
    }

    private static void assertThatCountersHaveNotFallen(Map<String, Double> before, Map<String, Double> after) {
        before.forEach((series, value) -> {
            if (series.contains("_total") || series.contains("_duration_seconds")) {
                assertThat(after).as(series).containsKey(series);
                assertThat(after.get(series)).as(series).isGreaterThanOrEqualTo(value);
            }
        });
    }

    @Test
    void countersGrowWithTheWorkOfFiftyClientsThroughSwapsAndEndAtWhatTheyHaveCounted(@TempDir Path directory)
            throws Exception {
        HomeFolder home = new HomeFolder(directory.toRealPath());
        home.configure("any", "socket.path = ${patchbay.home}/run/any.sock");
        home.configure("json", "socket.path = ${patchbay.home}/run/json.sock", "handler.target = (handler.name=json)");
        for (String file : List.of("dev.patchbay.server~control.cfg", "dev.patchbay.handler.json~control.cfg")) {
            Files.copy(
                    Patchbay.distribution().resolve("conf").resolve(file),
                    home.conf().resolve(file));
        }
        CommandLine commands = new CommandLine(home.directory());
        try (Patchbay patchbay = Patchbay.start(home.directory())) {
            Map<String, Double> first = scrape(commands);
            List<CompletableFuture<Work>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(CompletableFuture.supplyAsync(
                        () -> work(home.socket("any")), task -> new Thread(task).start()));
            }
            Map<String, Double> latest = first;
            for (int swap = 0; swap < SWAPS; swap += 2) {
                Path jar = new HandlerBundle(UppercaseHandler.class, "uppercase", 10).dropInto(home.plugins());
                latest = scrapeUntil(commands, latest, "uppercase");
                Files.delete(jar);
                latest = scrapeUntil(commands, latest, "echo");
            }
            enough.set(true);
            long connections = 0;
            long bytes = 0;
            for (CompletableFuture<Work> client : clients) {
                connections += client.get(60, TimeUnit.SECONDS).connections();
                bytes += client.get().bytes();
            }
            callTheMethodEcho(home, 7);
            Map<String, Double> last = scrape(commands);
            while (last.get("patchbay_server_connections" + ANY) > 0
                    || last.get("patchbay_plugins{state=\"SERVING\"}") > 0) {
                last = scrape(commands);
            }
            last = scrape(commands);
            assertThatCountersHaveNotFallen(latest, last);
            assertThat(last)
                    .containsEntry("patchbay_server_received_bytes_total" + ANY, (double) bytes)
                    .containsEntry("patchbay_server_sent_bytes_total" + ANY, (double) bytes)
                    .containsEntry("patchbay_server_connections_accepted_total" + ANY, (double) connections)
                    .containsEntry(
                            "patchbay_server_connections_closed_total{reason=\"CLIENT_CLOSED\",server=\"any\"}",
                            (double) connections)
                    .containsEntry("patchbay_server_handler_swaps_total" + ANY, (double) SWAPS)
                    .containsEntry("patchbay_server_holds_total" + ANY, 0.0)
                    .containsEntry("patchbay_jsonrpc_calls_total{handler=\"json\",method=\"echo\"}", 7.0)
                    .containsEntry("patchbay_plugins{state=\"SERVING\"}", 0.0);
            assertThat(last.get("patchbay_server_handler_calls_total" + ANY)).isGreaterThan(2.0 * connections);
            assertThat(last.get("process_cpu_time_seconds_total"))
                    .isGreaterThan(first.get("process_cpu_time_seconds_total"));
            assertThat(commands.run("metrics", "--openmetrics").orFail()).endsWith("# EOF\n");
            assertThat(patchbay.pid()).isPositive();
        }
    }

    /** Scrapes again and again until a handler is in charge; no counter falls meanwhile. */
    private static Map<String, Double> scrapeUntil(CommandLine commands, Map<String, Double> latest, String handler)
            throws Exception {
        Map<String, Double> before = latest;
        Map<String, Double> now = scrape(commands);
        assertThatCountersHaveNotFallen(before, now);
        while (!now.containsKey("patchbay_server_handler_in_charge{handler=\"" + handler + "\",server=\"any\"}")) {
            before = now;
            now = scrape(commands);
            assertThatCountersHaveNotFallen(before, now);
        }
        return now;
    }

    private static void callTheMethodEcho(HomeFolder home, int times) throws Exception {
        try (RpcLines json = new RpcLines(home.socket("json"))) {
            for (int i = 1; i <= times; i++) {
                assertThat(json.call("echo", "[" + i + "]", i)).contains("[" + i + "]");
            }
        }
    }
}
