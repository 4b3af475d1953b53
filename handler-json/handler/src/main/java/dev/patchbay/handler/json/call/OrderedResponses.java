package dev.patchbay.handler.json.call;

import dev.patchbay.handler.json.buffer.OutputBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Sends the responses of a connection in the order of its requests. Safe for any thread. */
public final class OrderedResponses {

    /** Stands for the response to a request that was cancelled, so that later ones do not wait for it. */
    private static final byte[] NONE = {};

    private final Consumer<byte[]> send;
    private final KeptBytes kept;

    /** The slots of requests without a response, and of responses that wait for an earlier one. */
    private final Deque<Slot> slots = new ArrayDeque<>();

    /** Whether a thread is sending the responses at the front. */
    private boolean sending;

    /** The slot of one response. */
    private static final class Slot {
        private byte[] response;
    }

    /**
     * Creates the responses of a connection.
     *
     * @param send sends one response
     * @param kept counts the responses that wait for an earlier one
     */
    public OrderedResponses(Consumer<byte[]> send, KeptBytes kept) {
        this.send = send;
        this.kept = kept;
    }

    /** Reserves the slot for the next request's response. Called in the order of the requests. */
    public synchronized ResponseSink nextSlot() {
        Slot slot = new Slot();
        slots.add(slot);
        return new ResponseSink() {
            @Override
            public void deliver(OutputBuffer response) {
                fill(slot, response.copy());
            }

            @Override
            public void skip() {
                fill(slot, NONE);
            }
        };
    }

    private void fill(Slot slot, byte[] response) {
        kept.add(response.length);
        synchronized (this) {
            slot.response = response;
            if (sending) {
                return;
            }
            sending = true;
        }
        try {
            for (byte[] ready = takeReady(); ready != null; ready = takeReady()) {
                try {
                    if (ready.length > 0) {
                        send.accept(ready);
                    }
                } finally {
                    kept.remove(ready.length);
                }
            }
        } catch (Throwable t) {
            stopped();
            throw t;
        }
    }

    /** Lets the next response send again after an exception. */
    private synchronized void stopped() {
        sending = false;
    }

    private synchronized byte[] takeReady() {
        Slot first = slots.peek();
        if (first == null || first.response == null) {
            sending = false;
            return null;
        }
        return slots.remove().response;
    }
}
