package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.server.poll.Platform;
import dev.patchbay.server.testing.NoLeaks;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Generated traffic through real sockets, against a model: a list of bytes. Clients send in pieces of any size, read when
 * they like, end their input, also in the middle of a message, or reset the connection, while handlers of every temper are
 * swapped and the configuration changes.
 *
 * <p>{@code -Dpatchbay.fuzz.seconds=1800} makes it long, with new cases; {@code -Dpatchbay.fuzz.seed=N} makes the case again
 * that has failed.
 */
@ExtendWith(NoLeaks.class)
@Timeout(value = 6, unit = TimeUnit.HOURS)
class GeneratedTrafficTest {

    private static final int CASES = 60;

    @TempDir
    Path directory;

    static List<String> pollers() {
        return Platform.epollUnavailable() == null ? List.of("epoll", "portable") : List.of("portable");
    }

    @ParameterizedTest(name = "with {0}")
    @MethodSource("pollers")
    void clientsGetWhatTheModelSays(String poller) throws Exception {
        long seconds = Long.getLong("patchbay.fuzz.seconds", 0);
        Long seed = Long.getLong("patchbay.fuzz.seed");
        try (TestServer server = new TestServer(new Lane(poller, HandlerExecution.VIRTUAL), directory)) {
            server.with("hold.timeout", "2m").with("swap.timeout", "2m").start();
            if (seed != null) {
                run(server, seed);
                return;
            }
            Random random = new Random();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            int cases = 0;
            while (seconds > 0 ? System.nanoTime() < end : cases < CASES) {
                run(server, seconds > 0 ? random.nextLong() : cases);
                cases++;
            }
            System.out.println("generated traffic with " + poller + ": " + cases + " cases");
            assertThat(server.events.errors).isEmpty();
        }
    }

    private static void run(TestServer server, long seed) {
        try {
            new TrafficCase(server, seed).run();
        } catch (Exception | AssertionError e) {
            throw new AssertionError("the case with -Dpatchbay.fuzz.seed=" + seed + " failed: " + e.getMessage(), e);
        }
    }
}
