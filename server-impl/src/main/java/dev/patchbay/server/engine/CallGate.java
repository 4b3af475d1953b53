package dev.patchbay.server.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Stands between a handler's call and those who may have to cut it short. The thread that calls enters and exits; others
 * may interrupt the call, or, if the thread carries an event loop, take the loop from it. Neither can hit a thread after
 * its call has ended: while somebody looks, the exit waits.
 */
final class CallGate {

    private static final int CALLING = 1;
    private static final int HELD = 2;
    private static final int INTERRUPTED = 4;
    private static final int LOST = 8;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(CallGate.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int state;

    /** Whose call it is; written by the calling thread before it enters. */
    private Connection connection;

    private Thread thread;

    /** The calling thread is about to call the handler for a connection. */
    void enter(Connection caller) {
        connection = caller;
        thread = Thread.currentThread();
        state = CALLING;
    }

    /** The call has returned; returns true if the event loop was taken from this thread meanwhile. */
    boolean exit() {
        if (STATE.compareAndSet(this, CALLING, 0)) {
            return false;
        }
        int now = awaitReleased();
        while (!STATE.compareAndSet(this, now, 0)) {
            now = awaitReleased();
        }
        if ((now & INTERRUPTED) != 0) {
            Thread.interrupted();
        }
        return (now & LOST) != 0;
    }

    /** Interrupts the call if it is one for the given connection; returns whether it was. */
    boolean interrupt(Connection target) {
        int now = hold();
        if (now == 0) {
            return false;
        }
        boolean meant = connection == target;
        if (meant) {
            thread.interrupt();
        }
        state = meant ? now | INTERRUPTED : now;
        return meant;
    }

    /** Takes the event loop from the calling thread; returns false if no call is running, or it was taken before. */
    boolean lose() {
        int now = hold();
        if (now == 0) {
            return false;
        }
        state = now | LOST;
        return (now & LOST) == 0;
    }

    /** Returns the connection whose call is running, or null. For reports. */
    Connection calling() {
        return state == 0 ? null : connection;
    }

    private int hold() {
        for (; ; ) {
            int now = state;
            if ((now & CALLING) == 0) {
                return 0;
            }
            if ((now & HELD) == 0 && STATE.compareAndSet(this, now, now | HELD)) {
                return now;
            }
            Thread.onSpinWait();
        }
    }

    private int awaitReleased() {
        int now = state;
        while ((now & HELD) != 0) {
            Thread.onSpinWait();
            now = state;
        }
        return now;
    }
}
