package dev.patchbay.itests.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.distribution.HomeFolder;
import dev.patchbay.itests.distribution.Patchbay;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Many clients misbehave in every way, and some behave. Those that behave get correct answers, and the memory stays
 * within the limits of the configuration. The system property {@code patchbay.crowd.clients} sets the number of
 * clients.
 */
@Timeout(600)
class BadClientsIT {

    private static final int CROWD = Integer.getInteger("patchbay.crowd.clients", 1200);
    private static final int GOOD = 16;
    private static final int MESSAGE_MAX = 64 << 10;
    private static final int WRITE_HIGH = 64 << 10;
    private static final int HALF = 48 << 10;
    private static final long HEAP = 192L << 20;

    /** What the pool of chunks keeps at most: 4 MiB of each of 13 sizes. */
    private static final long POOL = 13 * (4L << 20);

    /** What one call can add to a queue that is not full: as much as is read at once, and what rounding up costs. */
    private static final long ONE_CALL = 2 * (64 << 10);

    /** What a process may need off the heap for its connections: see "Memory" in {@code server-impl/README.md}. */
    private static long bound() {
        return (long) (CROWD + GOOD) * (2L * MESSAGE_MAX + WRITE_HIGH + ONE_CALL) + POOL;
    }

    private static String[] configuration(String server) {
        return new String[] {
            "socket.path = ${patchbay.home}/run/" + server + ".sock",
            "handler.target = (handler.name=" + server + ")",
            "message.max = " + MESSAGE_MAX,
            "write.high = " + WRITE_HIGH
        };
    }

    @Test
    void goodClientsGetRightAnswersAndMemoryStaysWithinTheBound(@TempDir Path directory) throws Exception {
        HomeFolder home = new HomeFolder(directory);
        home.configure("echo", configuration("echo")).configure("json", configuration("json"));
        String heap = "-Xmx" + (HEAP >> 20) + "m";
        String direct = "-XX:MaxDirectMemorySize=" + bound();
        try (Patchbay patchbay = Patchbay.start(directory, heap, direct);
                GoodClients good = new GoodClients(home.socket("echo"), GOOD, 1)) {
            good.awaitAnswers(2000);
            Vitals before = Vitals.of(patchbay.pid());
            Vitals during;
            try (BadClients bad = new BadClients(home.socket("echo"), home.socket("json"), CROWD, HALF)) {
                bad.awaitAll();
                good.awaitAnswers(5000);
                during = Vitals.of(patchbay.pid());
                bad.check();
                System.out.printf(
                        "%d bad clients at once, %d in all, among %d good ones with %d right answers%n  before: %s%n"
                                + "  during: %s%n  bound: %.1f MiB off the heap%n",
                        CROWD, bad.connected(), GOOD, good.answers(), before, during, bound() / 1048576.0);
            }
            good.awaitAnswers(2000);
            assertThat(during.peakBytes() - before.residentBytes()).isLessThan(bound() + HEAP);
            patchbay.terminate();
            assertThat(patchbay.awaitExit()).isZero();
            assertThat(home.log()).doesNotContain("HOST_FAILED", "OutOfMemory", "OUT_OF_RESOURCES");
        }
    }
}
