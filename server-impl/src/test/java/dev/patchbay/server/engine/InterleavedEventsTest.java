package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnectionEndedException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Everything that can happen to a connection, in every order, and each of it at every moment: when all is at rest, before
 * the turn that is due has come, and in the middle of the next call of a handler. However it goes, no byte is lost or out of
 * order, each opened has its released, nothing is called after the removal has completed, and all memory comes back.
 */
class InterleavedEventsTest {

    /** What can happen. */
    private enum Event {
        ARRIVES,
        BIND,
        UNBIND,
        UNBIND_AGAIN,
        WRITE,
        TASK,
        FULL,
        ROOM,
        CLIENT_CLOSES,
        OPERATOR_CLOSES,
        HANDLER_CLOSES,
        DRAIN
    }

    /** When it happens. */
    private enum Moment {
        AT_REST,
        BEFORE_THE_TURN,
        IN_A_CALL
    }

    /** One order, one moment for each. */
    private static final class Script extends Rig {

        /** The bytes of threads of the handlers' own have this bit. */
        private static final int WRITTEN = 128;

        private final CountedMemory memory;
        private final ManualExecutor threads;

        /** What happens in the next call. */
        private final List<Event> inNextCall = new ArrayList<>();

        private boolean bound;
        private int accepted;
        private int tasksAccepted;
        private int tasksRun;

        Script() {
            this(new CountedMemory(), new ManualExecutor());
        }

        private Script(CountedMemory memory, ManualExecutor threads) {
            super(resources(threads, new NoTimer(), memory.pool()), CONFIG);
            this.memory = memory;
            this.threads = threads;
            a.during = this::duringCall;
            b.during = this::duringCall;
        }

        /** Nothing runs by itself, not even what is to run on the loop. */
        @Override
        void done() {}

        private void settleAll() {
            do {
                settle();
            } while (threads.runNext());
        }

        private void duringCall() {
            try {
                while (!inNextCall.isEmpty()) {
                    play(inNextCall.remove(0));
                }
            } catch (Throwable t) {
                wrong("in a call: " + t);
            }
        }

        void play(Event event, Moment moment) {
            switch (moment) {
                case AT_REST -> {
                    settleAll();
                    play(event);
                }
                case BEFORE_THE_TURN -> play(event);
                case IN_A_CALL -> inNextCall.add(event);
                default -> throw new AssertionError(moment);
            }
        }

        private void play(Event event) {
            switch (event) {
                case ARRIVES -> arrivePerhapsHeld(1);
                case BIND -> bind();
                case UNBIND -> unbindA();
                case UNBIND_AGAIN -> unbindIfBound();
                case WRITE -> write();
                case TASK -> submit();
                case FULL -> port.room.set(0);
                case ROOM -> read();
                case CLIENT_CLOSES -> hangUp();
                case OPERATOR_CLOSES -> closeByOperator();
                case HANDLER_CLOSES -> closeIfInCharge();
                case DRAIN -> drain();
                default -> throw new AssertionError(event);
            }
        }

        private void bind() {
            bound = true;
            bindB();
        }

        private void unbindIfBound() {
            if (bound) {
                unbindB();
            }
        }

        /** The client reads everything, and will go on doing so. */
        private void read() {
            port.room.set(0);
            makeRoom(Integer.MAX_VALUE);
        }

        private void closeIfInCharge() {
            if (a.context != null) {
                closeByA();
            }
        }

        /** A thread of the handler in charge writes. */
        private void write() {
            if (inCharge == null || connection.hasEnded()) {
                return;
            }
            Probe writer = inCharge;
            ByteBuffer bytes = ByteBuffer.wrap(new byte[] {(byte) (WRITTEN | accepted)});
            try {
                writer.context.write(bytes);
                accepted++;
            } catch (ConnectionEndedException tooLate) {
                expect(connection.isCutShort(), "a write was refused though the client could get it");
            } catch (IllegalStateException tooLate) {
                expect(writer.released > 0, "a write of the handler in charge was refused");
            }
        }

        private void submit() {
            if (inCharge != null && !connection.isEnding()) {
                try {
                    inCharge.context.execute(() -> tasksRun++);
                    tasksAccepted++;
                } catch (IllegalStateException released) {
                    assertThat(released).hasMessageContaining("released");
                }
            }
        }

        @Override
        public void left(byte value) {
            if ((value & WRITTEN) == 0) {
                expect(value == port.sent - beside, "output is not in the order of input");
            } else {
                expect(value == (byte) (WRITTEN | beside), "what was written is out of order");
                beside++;
            }
        }

        /** Plays it, and then lets the client read everything and close. Returns what was wrong, or null. */
        String run(Event[] events, Moment[] moments) {
            settleAll();
            for (int i = 0; i < events.length; i++) {
                play(events[i], moments[i]);
            }
            settleAll();
            // What waited for a call that never came.
            duringCall();
            settleAll();
            read();
            settleAll();
            String verdict = verdict();
            if (!connection.hasEnded()) {
                expect(beside == accepted, "of " + accepted + " bytes written " + beside + " were sent");
                expect(tasksRun == tasksAccepted, "of " + tasksAccepted + " tasks " + tasksRun + " were run");
            }
            if (!verdict.equals("ended")) {
                if (verdict.equals("held")) {
                    closeByOperator();
                } else {
                    hangUp();
                }
                settleAll();
            }
            expect(a.opened == a.released && b.opened == b.released, "who was opened was not released");
            String last = verdict();
            String lost = memory.verdict(server.resources());
            return !last.equals("ended") ? verdict + ", then " + last : lost;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ARRIVES ARRIVES BIND UNBIND CLIENT_CLOSES",
                "ARRIVES ARRIVES BIND UNBIND OPERATOR_CLOSES",
                "ARRIVES ARRIVES BIND UNBIND HANDLER_CLOSES",
                "ARRIVES ARRIVES BIND UNBIND UNBIND_AGAIN",
                "ARRIVES WRITE BIND UNBIND WRITE",
                "ARRIVES ARRIVES BIND UNBIND DRAIN",
                "WRITE TASK BIND UNBIND DRAIN",
                "ARRIVES FULL WRITE BIND ROOM",
                "ARRIVES FULL UNBIND ROOM BIND",
                "FULL WRITE BIND UNBIND CLIENT_CLOSES",
                "FULL ARRIVES ARRIVES OPERATOR_CLOSES ROOM",
                "TASK WRITE TASK BIND UNBIND",
                "TASK BIND UNBIND OPERATOR_CLOSES CLIENT_CLOSES"
            })
    void inWhateverOrderAndAtWhateverMoment(String happening) {
        Event[] events = Arrays.stream(happening.split(" ")).map(Event::valueOf).toArray(Event[]::new);
        Set<List<Event>> orders = new LinkedHashSet<>();
        permute(events, 0, orders);
        for (List<Event> each : orders) {
            Event[] order = each.toArray(Event[]::new);
            int all = (int) Math.pow(Moment.values().length, order.length);
            for (int number = 0; number < all; number++) {
                Moment[] moments = moments(number, order.length);
                assertThat(outcome(order, moments))
                        .as("%s %s", Arrays.toString(order), Arrays.toString(moments))
                        .isNull();
            }
        }
    }

    private static String outcome(Event[] order, Moment[] moments) {
        try {
            return new Script().run(order, moments);
        } catch (Throwable t) {
            throw new AssertionError(Arrays.toString(order) + " " + Arrays.toString(moments) + ": " + t, t);
        }
    }

    private static Moment[] moments(int number, int length) {
        Moment[] moments = new Moment[length];
        int rest = number;
        for (int i = 0; i < length; i++) {
            moments[i] = Moment.values()[rest % Moment.values().length];
            rest /= Moment.values().length;
        }
        return moments;
    }

    private static void permute(Event[] events, int from, Set<List<Event>> into) {
        if (from == events.length) {
            into.add(List.of(events));
            return;
        }
        for (int i = from; i < events.length; i++) {
            swap(events, from, i);
            permute(events, from + 1, into);
            swap(events, from, i);
        }
    }

    private static void swap(Event[] events, int i, int j) {
        Event one = events[i];
        events[i] = events[j];
        events[j] = one;
    }
}
