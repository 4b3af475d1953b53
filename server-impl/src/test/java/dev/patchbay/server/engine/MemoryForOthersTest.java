package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** There is no memory for a thread that writes, or for the successor of a loop's thread: nothing is given up or counted for it. */
class MemoryForOthersTest extends EngineTest {

    private final ScarceMemory memory = new ScarceMemory();

    private TestServer scarce() {
        return new TestServer(lane, directory, memory.resources());
    }

    @Test
    void writeThatFindsNoMemoryTakesNothingAndTheNextWorks() throws Exception {
        CompletableFuture<ConnContext> opened = new CompletableFuture<>();
        Handler silent = new Handler() {
            @Override
            public void opened(ConnContext conn) {
                opened.complete(conn);
            }

            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                in.position(in.limit());
            }
        };
        int size = 2_000_000;
        try (TestServer server = scarce().with("write.high", "4000000")
                        .with("write.low", "1")
                        .start(silent);
                Client client = server.connect()) {
            ConnContext conn = opened.get(10, TimeUnit.SECONDS);
            conn.write(ByteBuffer.allocate(size));
            while (!server.server().connections().iterator().next().outbound().isBlocked()) {
                Thread.onSpinWait();
            }
            long queued = server.server().connectionSnapshots().get(0).queued();
            ByteBuffer message = Handlers.bytes("x".repeat(100_000));
            for (int failures = 1; failures <= 2; failures++) {
                // The second piece of the message finds no memory, or the first.
                memory.failFrom(memory.asked() + failures, 1);
                assertThatThrownBy(() -> conn.write(message)).isInstanceOf(OutOfMemoryError.class);
                assertThat(message.position()).isZero();
                assertThat(server.server().connectionSnapshots().get(0).queued())
                        .isEqualTo(queued);
            }
            conn.write(message);
            assertThat(message.hasRemaining()).isFalse();
            client.receive(size);
            assertThat(client.receiveText(100_000)).isEqualTo("x".repeat(100_000));
            assertThat(server.events.errors).isEmpty();
        }
    }

    /** An error that is not for want of memory comes out of the look, and must not end the watch either. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void loopThatCannotBeCarriedOnIsCarriedOnAtALaterLook(boolean wantOfMemory) throws Exception {
        Assumptions.assumeTrue(lane.execution() == HandlerExecution.EVENT_LOOP);
        Handlers.Blocking blocking = new Handlers.Blocking("blocking", false) {
            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                if (conn.id() == 1) {
                    super.received(conn, in);
                } else {
                    conn.write(in);
                }
            }
        };
        memory.error(wantOfMemory ? OutOfMemoryError::new : InternalError::new);
        try (TestServer server = scarce().start(blocking);
                Client victim = server.connect();
                Client other = server.connect()) {
            RecordedEvents.next(blocking.calls, 2);
            memory.failNext(2);
            victim.send("a\n");
            assertThat(blocking.entered.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(other.send("still served").receiveText(12)).isEqualTo("still served");
            assertThat(memory.refused()).isEqualTo(2);
            assertThat(RecordedEvents.next(server.events.errors)).contains("on purpose");
            blocking.letGo.countDown();
            assertThat(victim.receiveText(11)).isEqualTo("blocking:a\n");
        }
    }

    @Test
    void loopThatIsNeverCarriedOnGoesOnWhenTheCallReturns() throws Exception {
        Assumptions.assumeTrue(lane.execution() == HandlerExecution.EVENT_LOOP);
        Handlers.Blocking blocking = new Handlers.Blocking("blocking", false);
        try (TestServer server = scarce().start(blocking);
                Client victim = server.connect();
                Client other = server.connect()) {
            RecordedEvents.next(blocking.calls, 2);
            memory.failNext(Integer.MAX_VALUE / 2);
            victim.send("a\n");
            assertThat(blocking.entered.await(10, TimeUnit.SECONDS)).isTrue();
            assertThat(RecordedEvents.next(server.events.errors)).contains("on purpose");
            memory.suffice();
            blocking.letGo.countDown();
            assertThat(victim.receiveText(11)).isEqualTo("blocking:a\n");
            assertThat(other.send("b\n").receiveText(11)).isEqualTo("blocking:b\n");
        }
    }
}
