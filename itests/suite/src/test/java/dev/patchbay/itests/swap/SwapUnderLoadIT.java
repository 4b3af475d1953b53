package dev.patchbay.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.swap.Pauses.Kind;
import dev.patchbay.itests.swap.ledger.Ledger;
import dev.patchbay.itests.swap.ledger.Seat;
import dev.patchbay.itests.swap.ledger.ServerRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.launch.FrameworkFactory;

/**
 * Clients send without pause to two servers, one with handlers on event loops and one with handlers that block, while
 * handlers are swapped in every possible way. No byte may be lost, duplicated or reordered, and no connection closed.
 *
 * <p>The system property {@code patchbay.stress.minutes} sets the duration, and {@code patchbay.stress.seed} repeats
 * the choices of an earlier run.
 */
@Timeout(value = 24, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SwapUnderLoadIT {

    private static final int CONNECTIONS_EACH = 32;
    private static final long PATIENCE_SECONDS = 60;

    private final long seed = Long.getLong("patchbay.stress.seed", new Random().nextLong());
    private final Duration duration = Duration.ofMinutes(Integer.getInteger("patchbay.stress.minutes", 0));
    private final Ledger ledger = Ledger.begin();
    private final List<Panel> panels = new ArrayList<>();
    private final List<Traffic> traffics = new ArrayList<>();
    private final List<Driver> drivers = new ArrayList<>();

    static List<String> bestPoller() {
        return List.of(Runtime.version().feature() >= 25 ? "epoll" : "portable");
    }

    /** Returns the framework to run in. */
    FrameworkFactory framework() {
        return Frameworks.felix();
    }

    @BeforeEach
    void saySeed() {
        System.out.println("swaps under load on " + framework().getClass().getName() + ", Java "
                + Runtime.version().feature() + ", to be repeated with" + " -Dpatchbay.stress.seed=" + seed);
    }

    @ParameterizedTest(name = "with {0}")
    @MethodSource("bestPoller")
    void swapsLoseNothingAndCloseNobody(String poller, @TempDir Path folder) throws Exception {
        long began = System.nanoTime();
        try (ProbeFramework framework = ProbeFramework.start(framework(), folder)) {
            Services services = new Services(framework.context());
            try {
                plugIn(framework, services, "loop", "EVENT_LOOP");
                plugIn(framework, services, "blocking", "VIRTUAL");
                each(Driver::warmUp);
                do {
                    round(false);
                    round(true);
                } while (System.nanoTime() - began < duration.toNanos());
                for (Traffic traffic : traffics) {
                    traffic.finish();
                }
                everythingWasAnsweredAndEveryConnectionEndedWell();
            } catch (AssertionError | Exception e) {
                throw new AssertionError(String.join("\n", failure(e, framework)), e);
            } finally {
                for (Traffic traffic : traffics) {
                    traffic.close();
                }
            }
        }
        report(System.nanoTime() - began);
        assertThat(ledger.violations()).isEmpty();
        enoughHappened();
    }

    private void round(boolean paced) throws Exception {
        traffics.forEach(traffic -> traffic.pace(paced));
        each(Driver::baseline);
        each(Driver::round);
    }

    private List<String> failure(Throwable e, ProbeFramework framework) {
        return List.of(
                "with seed " + seed + ": " + e.getMessage(),
                "violations: " + ledger.violations(),
                "asked for: " + panels,
                "registered: " + framework.handlers(),
                "as the servers see it: " + framework.servers(),
                "the last that happened:",
                ledger.history());
    }

    private void plugIn(ProbeFramework framework, Services services, String server, String execution) throws Exception {
        Panel panel = new Panel(framework, server, execution);
        Traffic traffic = new Traffic(server, framework.socket(server), CONNECTIONS_EACH, seed + panels.size());
        panels.add(panel);
        traffics.add(traffic);
        drivers.add(new Driver(panel, traffic, services, seed + panels.size()));
    }

    /** What is done with each server at the same time. */
    private interface Action {
        void with(Driver driver) throws Exception;
    }

    private void each(Action action) throws Exception {
        List<CompletableFuture<Void>> all = drivers.stream()
                .map(driver -> CompletableFuture.runAsync(
                        () -> call(() -> {
                            action.with(driver);
                            return null;
                        }),
                        task -> daemon(task).start()))
                .toList();
        try {
            CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        } catch (CompletionException e) {
            throw new AssertionError(e.getCause().getMessage(), e.getCause());
        }
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "driver");
        thread.setDaemon(true);
        return thread;
    }

    private static void call(Callable<Void> action) {
        try {
            action.call();
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    private void everythingWasAnsweredAndEveryConnectionEndedWell() throws InterruptedException {
        for (Traffic traffic : traffics) {
            ServerRecord record = ledger.server(traffic.server());
            record.await("every connection has ended", PATIENCE_SECONDS, r -> r.closedCount() == CONNECTIONS_EACH);
            assertThat(record.closed()).containsOnly("CLIENT_CLOSED, 0 bytes unconsumed, 0 unsent");
        }
        assertThat(ledger.seats()).hasSize(2 * CONNECTIONS_EACH).allMatch(Seat::isEmpty);
        assertThat(ledger.opened()).isEqualTo(ledger.released());
        assertThat(ledger.seats().stream().mapToLong(Seat::consumed).sum()).isEqualTo(answers());
    }

    private long answers() {
        return traffics.stream().mapToLong(Traffic::answers).sum();
    }

    private long count(Kind... kinds) {
        return traffics.stream().mapToLong(traffic -> traffic.count(kinds)).sum();
    }

    private void enoughHappened() {
        assertThat(count(Kind.RANKING, Kind.REGISTRATION)).isGreaterThanOrEqualTo(200);
        assertThat(count(Kind.UPDATE_ALONE, Kind.UPDATE_BESIDE_ANOTHER, Kind.UPDATE_STANDBY))
                .isGreaterThanOrEqualTo(50);
        assertThat(count(Kind.TARGET)).isGreaterThanOrEqualTo(20);
    }

    private void report(long nanos) {
        StringBuilder report = new StringBuilder(String.format(
                "swaps under load, %.1f s on Java %d: %d messages, %.1f MB, %d probes, %d times in charge, %d violations%n",
                nanos / 1e9,
                Runtime.version().feature(),
                answers(),
                traffics.stream().mapToLong(Traffic::bytes).sum() / 1e6,
                ledger.instances(),
                ledger.opened(),
                ledger.violations().size()));
        for (Traffic traffic : traffics) {
            report.append("  server ").append(traffic.server()).append(": ");
            report.append(ledger.server(traffic.server())).append('\n');
            report.append(traffic.tables());
        }
        System.out.print(report);
    }
}
