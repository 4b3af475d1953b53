package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.runtime.DrainResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The numbers of a stop are those of its events, also while clients come and go. */
class StopCountsTest extends EngineTest {

    private static final int STOPS = 40;
    private static final int CLIENTS = 4;

    /** Everything that is told, in order. */
    private static final class Story implements ServerEvents {
        final List<String> told = new ArrayList<>();
        final CountDownLatch busy = new CountDownLatch(20);
        final CountDownLatch stopped = new CountDownLatch(1);
        int drainingWith = -1;
        int closedSince;
        int openedSince;

        @Override
        public void serverStarted(String server, String address) {
            told.add("started");
        }

        @Override
        public void serverDraining(String server, int connections) {
            told.add("draining");
            drainingWith = connections;
        }

        @Override
        public void serverStopped(String server, int finished, int forced, Duration took) {
            told.add("stopped");
            stopped.countDown();
        }

        @Override
        public void connectionOpened(String server, long connection, PeerCredentials peer) {
            openedSince += drainingWith >= 0 ? 1 : 0;
            assertThat(told).as("told before the first connection").contains("started");
        }

        @Override
        public void connectionClosed(String server, long connection, ReleaseReason reason, Totals totals) {
            closedSince += drainingWith >= 0 ? 1 : 0;
            busy.countDown();
            if (told.contains("stopped")) {
                told.add("closed after the stop");
            }
        }
    }

    @Test
    void finishedAndForcedAreTheConnectionsThatWereToldAndClosed() throws Exception {
        for (int i = 0; i < STOPS; i++) {
            stopUnderLoad(i);
        }
    }

    private void stopUnderLoad(int round) throws Exception {
        Story story = new Story();
        AtomicBoolean done = new AtomicBoolean();
        List<Thread> clients = new ArrayList<>();
        String timeout = round % 4 == 0 ? "50ms" : "2s";
        try (TestServer server = server().with("loops", "2")
                .with("drain.timeout", timeout)
                .listener(story)
                .start(ECHO)) {
            for (int i = 0; i < CLIENTS; i++) {
                int messages = 1 + i;
                Path path = server.path();
                clients.add(new Thread(() -> comeAndGo(path, messages, done)));
            }
            clients.forEach(Thread::start);
            assertThat(story.busy.await(20, TimeUnit.SECONDS)).isTrue();
            DrainResult result = server.server().stop().get(20, TimeUnit.SECONDS);
            assertThat(story.stopped.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(story.told).as("round %d", round).containsExactly("started", "draining", "stopped");
            assertThat(result.finished() + result.forced())
                    .as("round %d", round)
                    .isEqualTo(story.closedSince);
            assertThat(story.drainingWith).as("round %d", round).isEqualTo(story.closedSince);
            assertThat(story.openedSince).as("round %d", round).isZero();
        } finally {
            done.set(true);
            for (Thread client : clients) {
                client.join();
            }
        }
    }

    private static void comeAndGo(Path path, int messages, AtomicBoolean done) {
        while (!done.get()) {
            try (Client client = new Client(path)) {
                for (int i = 0; i < messages; i++) {
                    client.send("x").receive(1);
                }
            } catch (IOException theServerStops) {
                return;
            }
        }
    }
}
