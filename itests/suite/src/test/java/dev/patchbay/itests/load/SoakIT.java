package dev.patchbay.itests.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.distribution.HandlerBundle;
import dev.patchbay.itests.distribution.HomeFolder;
import dev.patchbay.itests.distribution.Patchbay;
import dev.patchbay.itests.plugin.MirrorHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Handlers come and go, configurations change, clients misbehave, and other clients go on working. What the process
 * uses has to become constant. The system property {@code patchbay.soak.minutes} sets the duration. Without it, the
 * test takes a few seconds and only shows that the test itself works.
 */
@Timeout(6 * 3600)
class SoakIT {

    private static final int MINUTES = Integer.getInteger("patchbay.soak.minutes", 0);
    private static final int CROWD = Integer.getInteger("patchbay.crowd.clients", 300);
    private static final int GOOD = 8;
    private static final int HALF = 48 << 10;
    private static final long MIB = 1 << 20;

    /** Rounds between two looks at the process; a round takes about a second. */
    private static final int ROUNDS_TO_LOOK = MINUTES == 0 ? 1 : 10;

    private static final String[] CHANGES = {
        "write.high = 32768",
        "loops = 2",
        "idle.timeout = 1h",
        "connections.max = 5000",
        "message.max = 131072",
        "engine = portable",
        "socket.permissions = 0660",
        "swap.timeout = 30s"
    };

    private final List<Vitals> series = new ArrayList<>();

    private static void configure(HomeFolder home, int round) throws IOException {
        home.configure(
                "echo",
                "socket.path = ${patchbay.home}/run/echo.sock",
                "handler.target = (|(handler.name=echo)(handler.name=mirror))",
                CHANGES[round % CHANGES.length]);
    }

    @Test
    void whatTheProcessNeedsLevelsOff(@TempDir Path directory) throws Exception {
        HomeFolder home = new HomeFolder(directory);
        configure(home, 0);
        home.configure(
                "json",
                "socket.path = ${patchbay.home}/run/json.sock",
                "handler.target = (handler.name=json)",
                "message.max = 65536");
        try (Patchbay patchbay = Patchbay.start(directory, "-Xmx192m");
                GoodClients good = new GoodClients(home.socket("echo"), GOOD, 1)) {
            good.awaitAnswers(2000);
            Vitals quiet = Vitals.of(patchbay.pid());
            System.out.println("soak, quiet: " + quiet);
            int rounds = soak(home, patchbay, good);
            good.awaitAnswers(1000);
            Vitals after = vitalsAfterTheCrowd(patchbay, quiet);
            System.out.printf("soak, quiet again after %d rounds and %d answers: %s%n", rounds, good.answers(), after);
            patchbay.terminate();
            assertThat(patchbay.awaitExit()).isZero();
            assertThat(home.log()).doesNotContain("HOST_FAILED", "OutOfMemory", "unexpected failure");
            assertThat(after.descriptors()).isLessThan(quiet.descriptors() + 20);
            levelsOff();
        }
    }

    /** Looks until the connections of the crowd, which has left, are closed at this end too, or it has taken too long. */
    private static Vitals vitalsAfterTheCrowd(Patchbay patchbay, Vitals quiet) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        Vitals after = Vitals.of(patchbay.pid());
        while (after.descriptors() >= quiet.descriptors() + 20 && System.nanoTime() - deadline < 0) {
            after = Vitals.of(patchbay.pid());
        }
        return after;
    }

    /** Swaps and changes once a round, and looks at the process now and then; returns the number of rounds. */
    private int soak(HomeFolder home, Patchbay patchbay, GoodClients good) throws Exception {
        long end = System.nanoTime() + MINUTES * 60_000_000_000L;
        int round = 0;
        Path mirror = null;
        try (BadClients bad =
                new BadClients(home.directory().resolve("run/echo.sock"), home.socket("json"), CROWD, HALF)) {
            bad.awaitAll();
            for (; round < 4 || System.nanoTime() < end; round++) {
                if (mirror == null) {
                    mirror = new HandlerBundle(MirrorHandler.class, "mirror", 10).dropInto(home.plugins());
                    patchbay.log().await("handler echo ", " -> mirror ");
                } else {
                    Files.delete(mirror);
                    mirror = null;
                    patchbay.log().await("handler mirror ", " -> echo ");
                }
                configure(home, round);
                good.awaitAnswers(500);
                bad.check();
                if (round % ROUNDS_TO_LOOK == 0) {
                    Vitals now = Vitals.of(patchbay.pid());
                    series.add(now);
                    System.out.printf("soak, round %4d, %7d bad clients so far: %s%n", round, bad.connected(), now);
                }
            }
        }
        return round;
    }

    /** The last third must not need more than the second, but for what comes and goes with the crowd. */
    private void levelsOff() {
        if (series.size() >= 9) {
            levelsOff("threads", Vitals::threads, 8);
            levelsOff("descriptors", Vitals::descriptors, CROWD / 2);
            levelsOff("heap", Vitals::heapBytes, 8 * MIB);
            levelsOff("resident memory", Vitals::residentBytes, 24 * MIB);
        }
    }

    private void levelsOff(String what, ToLongFunction<Vitals> value, long slack) {
        int third = series.size() / 3;
        long second =
                series.subList(third, 2 * third).stream().mapToLong(value).max().orElseThrow();
        long last = series.subList(2 * third, series.size()).stream()
                .mapToLong(value)
                .max()
                .orElseThrow();
        assertThat(last).as("%s in the last third", what).isLessThanOrEqualTo(second + slack);
    }
}
