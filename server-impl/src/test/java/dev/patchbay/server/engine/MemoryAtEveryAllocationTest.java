package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Memory runs out at each request for it in turn, in one thread and in the same order each time: the connection ends or lives
 * on with all its bytes, and whichever it is, nothing stays taken or counted.
 */
class MemoryAtEveryAllocationTest {

    /** What a client, a handler's thread and the services do. */
    private static final class Conversation extends Rig {

        private static final int LARGE = 5000;

        /** What could not be done for want of memory is tried again until then. */
        private static final long PATIENCE_NANOS = 1_000_000_000;

        private final CountedMemory memory;
        private final ManualClock clock;
        private final ManualTimer timer;
        private final ManualExecutor threads;
        private int accepted;

        Conversation(CountedMemory memory, ManualClock clock, ManualTimer timer, ManualExecutor threads) {
            super(resources(threads, timer, memory.pool()), config(Map.of("write.high", 100_000, "write.low", 50_000)));
            this.memory = memory;
            this.clock = clock;
            this.timer = timer;
            this.threads = threads;
        }

        static Conversation with(CountedMemory memory) {
            ManualClock clock = new ManualClock();
            return new Conversation(memory, clock, new ManualTimer(clock), new ManualExecutor());
        }

        /** Does everything that there is to do, also what was put off: that is looked at once a second. */
        @Override
        void done() {
            // The constructor comes here before there are any.
            if (threads == null) {
                return;
            }
            long end = clock.getAsLong() + PATIENCE_NANOS;
            runAll();
            while (timer.next() < end) {
                clock.set(Math.max(clock.getAsLong(), timer.next()));
                timer.runNext();
                runAll();
            }
            clock.set(end);
            server.resources().schedulePostponed();
            runAll();
        }

        private void runAll() {
            do {
                settle();
            } while (threads.runNext());
        }

        /** Output is the echo, with zeros of the handler's own threads anywhere between: only lengths are compared. */
        @Override
        public void left(byte value) {}

        void play() {
            done();
            arrive(2);
            arrive(1);
            arrive(LARGE);
            port.room.set(0);
            arrive(LARGE + 1);
            write(300);
            arrive(2 * LARGE);
            write(40_000);
            read(3000);
            bindB();
            unbindA();
            arrive(1);
            write(1);
            read(Integer.MAX_VALUE - 100_000);
            arrive(LARGE);
        }

        private void read(int count) {
            if (!connection.hasEnded()) {
                makeRoom(count);
            }
        }

        private void write(int count) {
            ByteBuffer bytes = ByteBuffer.allocate(count);
            if (inCharge != null && !connection.hasEnded()) {
                try {
                    inCharge.context.write(bytes);
                    accepted += connection.isEnding() ? 0 : count;
                } catch (OutOfMemoryError notNow) {
                    expect(bytes.position() == 0, "of what was refused " + bytes.position() + " bytes were taken");
                }
            }
            done();
        }

        /** Returns what was wrong, or null. */
        String verdictAfterwards() {
            memory.suffice();
            done();
            beside = accepted;
            if (connection.hasEnded()) {
                // What was read may not have been presented any more.
                port.presented = port.given;
            } else {
                String live = verdict();
                if (!live.endsWith("in charge")) {
                    return live;
                }
                hangUp();
            }
            String verdict = verdict();
            String lost = memory.verdict(server.resources());
            return verdict.equals("ended") ? lost : verdict;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 10})
    void connectionEndsOrLivesOnWithAllItsBytes(int failures) {
        int ended = 0;
        int number = 1;
        for (boolean more = true; more; number++) {
            CountedMemory memory = new CountedMemory();
            memory.failFrom(number, failures);
            Conversation conversation = Conversation.with(memory);
            conversation.play();
            ended += conversation.connection.hasEnded() ? 1 : 0;
            more = memory.asked() >= number;
            assertThat(conversation.verdictAfterwards())
                    .as("%s failures from request %s on", failures, number)
                    .isNull();
        }
        assertThat(number).as("requests").isGreaterThan(8);
        assertThat(ended).as("connections that ended").isBetween(1, number - 2);
    }
}
