package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A call blocks an event loop during a swap, and the loop's other connections move as soon as it was taken from that call. */
class SwapTimeoutTest extends EngineTest {

    private static final long VICTIM = 1;
    private static final long OTHER = 2;

    /** Blocks its first call, and takes its time to let the other connection go. */
    private static final class Slow extends Handlers.Blocking {
        final CountDownLatch opened = new CountDownLatch(2);
        final CountDownLatch releasing = new CountDownLatch(1);
        final CountDownLatch release = new CountDownLatch(1);

        Slow() {
            super("slow", true);
        }

        @Override
        public void opened(ConnContext conn) {
            super.opened(conn);
            opened.countDown();
        }

        @Override
        public void released(ConnContext conn, ReleaseReason reason) {
            if (conn.id() == OTHER) {
                releasing.countDown();
                try {
                    release.await();
                } catch (InterruptedException e) {
                    calls.add("interrupted in released");
                }
            }
            super.released(conn, reason);
        }
    }

    @BeforeEach
    void onEventLoops() {
        Assumptions.assumeTrue(lane.execution() == HandlerExecution.EVENT_LOOP);
    }

    @Test
    void connectionInTheMiddleOfItsMoveIsNotTakenForOneWhoseCallHasLastedTooLong() throws Exception {
        Deadlines timeout = new Deadlines();
        Slow slow = new Slow();
        try (TestServer server = server(timeout).start(slow);
                Client victim = server.connect();
                Client other = server.connect()) {
            beInTheMiddleOfTheMove(server, slow, victim, timeout);

            timeout.pass();
            slow.release.countDown();

            assertThat(other.send("b\n").receiveText(6)).isEqualTo("new:b\n");
            slow.letGo.countDown();
            RecordedEvents.Closed closed = RecordedEvents.next(server.events.closed);
            assertThat(closed.connection()).isEqualTo(VICTIM);
            assertThat(closed.reason()).isEqualTo(ReleaseReason.SWAP_TIMEOUT);
            assertThat(slow.calls).contains("released " + OTHER + " SWAPPED").doesNotContain("interrupted in released");
        }
    }

    @Test
    void moveThatLastsTooLongItselfIsCutShort() throws Exception {
        Deadlines timeout = new Deadlines();
        Slow slow = new Slow();
        try (TestServer server = server(timeout).start(slow);
                Client victim = server.connect();
                Client other = server.connect()) {
            beInTheMiddleOfTheMove(server, slow, victim, timeout);

            timeout.pass();
            timeout.pass();

            RecordedEvents.Closed closed = RecordedEvents.next(server.events.closed);
            assertThat(closed.connection()).isEqualTo(OTHER);
            assertThat(closed.reason()).isEqualTo(ReleaseReason.SWAP_TIMEOUT);
            assertThat(slow.calls).contains("interrupted in released");
            assertThat(other.receiveAll()).isEmpty();
            slow.letGo.countDown();
            assertThat(RecordedEvents.next(server.events.closed).connection()).isEqualTo(VICTIM);
        }
    }

    /** Swaps while the victim's call blocks the loop; when that has lasted too long, the other connection begins to move. */
    private static void beInTheMiddleOfTheMove(TestServer server, Slow slow, Client victim, Deadlines timeout)
            throws Exception {
        assertThat(slow.opened.await(10, TimeUnit.SECONDS)).isTrue();
        victim.send("a\n");
        assertThat(slow.entered.await(10, TimeUnit.SECONDS)).isTrue();
        server.handler(2, "new", 10, new Handlers.Named("new"));
        timeout.pass();
        assertThat(slow.releasing.await(10, TimeUnit.SECONDS)).isTrue();
    }
}
