package dev.patchbay.handler.json.call;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of finished responses a connection has that cannot be sent yet: because an earlier request has no
 * response, or because the rest of their batch has none. Safe for any thread.
 */
public final class KeptBytes {

    private final AtomicLong kept = new AtomicLong();
    private final Runnable released;

    /**
     * Creates the count of a connection.
     *
     * @param released runs after bytes were sent, on the thread that sent them
     */
    public KeptBytes(Runnable released) {
        this.released = released;
    }

    /** Returns the number of bytes that are kept now. */
    public long count() {
        return kept.get();
    }

    void add(long bytes) {
        kept.addAndGet(bytes);
    }

    void remove(long bytes) {
        kept.addAndGet(-bytes);
        released.run();
    }
}
