package dev.patchbay.api.stream;

import dev.patchbay.api.ConnContext;

/**
 * The promise of an answer because of which a swap waits for the session, and asks. Guarded by the session's lock.
 *
 * <p>The session has given it whenever it is in the middle of a message, or may come to be without a callback. Without it the
 * session is between two messages and waits for input, and the host may release the handler at any time.
 */
final class SessionPromise {

    private final ConnContext conn;
    private final SessionLock lock;
    private final SessionReads reads;

    /** Null if there is none. */
    private ConnContext.Pending pending;

    SessionPromise(ConnContext conn, SessionLock lock, SessionReads reads) {
        this.conn = conn;
        this.lock = lock;
        this.reads = reads;
    }

    boolean isGiven() {
        return pending != null;
    }

    /**
     * Gives the promise if it is not given.
     *
     * @throws IllegalStateException if another handler takes charge already
     */
    void give() {
        if (pending == null) {
            pending = conn.pending();
        }
    }

    /** Withdraws the promise if the host has consumed what was read; else asks for the callback in which it can. */
    void withdraw() {
        if (pending != null && reads.isInStep()) {
            lock.afterwards(pending::close);
            pending = null;
        } else if (pending != null) {
            reads.resume();
        }
    }

    /** Forgets the promise, after the handler was released. */
    void drop() {
        pending = null;
    }
}
