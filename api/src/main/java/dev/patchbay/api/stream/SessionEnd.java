package dev.patchbay.api.stream;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ReleaseReason;
import java.util.concurrent.TimeUnit;

/** Why a session is over, if it is, and how its threads learn of it. Guarded by the session's lock, unless a method says so. */
final class SessionEnd {

    /** How long a thread waits for the reason of an end that it has noticed. */
    private static final long REASON_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final ConnContext conn;
    private final SessionLock lock;

    /** The thread of the session while it serves, else null. Only then is it interrupted. */
    private Thread thread;

    /** Whether the client has closed its socket. Read by any thread, as the field that follows. */
    private volatile boolean clientGone;

    /** Why the session is over, or null. */
    private volatile ReleaseReason reason;

    SessionEnd(ConnContext conn, SessionLock lock) {
        this.conn = conn;
        this.lock = lock;
    }

    /** Begins the session on this thread; returns false if it is over already. */
    boolean begin() {
        if (reason != null) {
            return false;
        }
        thread = Thread.currentThread();
        return true;
    }

    /** Protects the session's thread from interrupts from now on. */
    void leaveThread() {
        thread = null;
    }

    /** Ends the session, unless it is over. */
    void set(ReleaseReason why) {
        if (reason == null) {
            reason = why;
        }
        lock.changed();
    }

    void setClientGone() {
        clientGone = true;
    }

    /**
     * Interrupts the session's thread after the end, unless it waits in a read or its client has closed: then it may be
     * storing what the client has sent.
     */
    void interrupt(SessionReads reads) {
        boolean expected = reason == ReleaseReason.CLIENT_CLOSED || reason == ReleaseReason.HANDLER_CLOSED;
        if (!expected && thread != null && !reads.isWaiting(thread)) {
            thread.interrupt();
        }
    }

    // ---- for any thread

    /** Returns whether the session is over. */
    boolean isSet() {
        return reason != null;
    }

    /** Returns whether another handler has the connection, or will have it at once. */
    boolean isHandOver() {
        return reason == ReleaseReason.SWAPPED;
    }

    /** Returns the exception for a stream of a session that is over, or whose connection is ending. */
    SessionEndedException exception() {
        return new SessionEndedException(conn.server(), conn.id(), reason());
    }

    /** Returns the reason. A thread that has noticed the end before the host has reported it waits for a moment. */
    private ReleaseReason reason() {
        lock.lock();
        try {
            long left = REASON_NANOS;
            while (reason == null && left > 0) {
                left = lock.await(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        ReleaseReason likely = clientGone ? ReleaseReason.CLIENT_CLOSED : ReleaseReason.HANDLER_CLOSED;
        return reason == null ? likely : reason;
    }
}
