package dev.patchbay.handler.json.call;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Keeps the answers of a connection in the order of its requests. For any thread. */
public final class OrderedResponses {

    private final Consumer<byte[]> send;

    /** One slot for each request that is not answered yet, and for answers that wait for earlier ones. */
    private final Deque<Slot> slots = new ArrayDeque<>();

    /** Whether a thread sends what is ready at the front. */
    private boolean sending;

    /** The slot of one answer. */
    private static final class Slot {
        private byte[] answer;
    }

    public OrderedResponses(Consumer<byte[]> send) {
        this.send = send;
    }

    /** Reserves the next slot for an answer. Called in the order of the requests. */
    public synchronized ResponseSink nextSlot() {
        Slot slot = new Slot();
        slots.add(slot);
        return answer -> fill(slot, answer.copy());
    }

    private void fill(Slot slot, byte[] answer) {
        synchronized (this) {
            slot.answer = answer;
            if (sending) {
                return;
            }
            sending = true;
        }
        try {
            for (byte[] ready = takeReady(); ready != null; ready = takeReady()) {
                send.accept(ready);
            }
        } catch (Throwable t) {
            stopped();
            throw t;
        }
    }

    /** The thread that sends has failed: the next answer finds another one. */
    private synchronized void stopped() {
        sending = false;
    }

    private synchronized byte[] takeReady() {
        Slot first = slots.peek();
        if (first == null || first.answer == null) {
            sending = false;
            return null;
        }
        return slots.remove().answer;
    }
}
