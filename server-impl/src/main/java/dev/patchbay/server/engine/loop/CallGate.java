package dev.patchbay.server.engine.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Stands between a handler's call and those who may have to cut it short. The thread that calls enters and exits; others
 * may interrupt the call, or, if the thread carries an event loop, take the loop from it. Neither can hit a thread after
 * its call has ended: while somebody looks, the exit waits.
 */
public final class CallGate {

    /** Which call it is, to tell one from the next. */
    public record Call(CallGate gate, long number) {}

    private static final int CALLING = 1;
    private static final int HELD = 2;
    private static final int INTERRUPTED = 4;
    private static final int LOST = 8;
    private static final int SHIELDED = 16;
    private static final int POSTPONED = 32;

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
    private Object caller;

    private Thread thread;
    private long calls;

    /** When the call began, or the loop's turn in which it did. */
    private long since;

    /** Whether the thread's interrupt flag was set when the shield went up; used by the calling thread only. */
    private boolean interruptedBefore;

    /** How many shields are up, one within the other; used by the calling thread only. */
    private int shields;

    /** The calling thread is about to call the handler for a connection, at this time. */
    public void enter(Object calling, long nowNanos) {
        since = nowNanos;
        caller = calling;
        thread = Thread.currentThread();
        calls++;
        state = CALLING;
    }

    /** The call has returned; returns true if the event loop was taken from this thread meanwhile. */
    public boolean exit() {
        if (STATE.compareAndSet(this, CALLING, 0)) {
            // An idle gate must not keep a connection alive, and with it a handler that has long gone.
            caller = null;
            return false;
        }
        int now = awaitReleased();
        while (!STATE.compareAndSet(this, now, 0)) {
            now = awaitReleased();
        }
        caller = null;
        return (now & LOST) != 0;
    }

    /** Interrupts the call if it is one for the given connection; returns whether it was. */
    public boolean interrupt(Object target) {
        int now = hold();
        if (now == 0) {
            return false;
        }
        if (caller != target) {
            state = now;
            return false;
        }
        deliver(now);
        return true;
    }

    /** Interrupts whatever call is running, on behalf of foreign code that knows the thread. */
    void interruptCall() {
        if (Thread.currentThread() == thread) {
            if (state != 0) {
                interruptThread();
            }
            return;
        }
        int now = hold();
        if (now != 0) {
            deliver(now);
        }
    }

    private void deliver(int now) {
        if ((now & SHIELDED) != 0) {
            state = now | POSTPONED;
        } else {
            interruptThread();
            state = now | INTERRUPTED;
        }
    }

    private void interruptThread() {
        if (thread instanceof LoopThread carrier) {
            carrier.interruptNow();
        } else {
            thread.interrupt();
        }
    }

    /**
     * The host is about to read or write within the handler's call. An interrupt has to wait meanwhile: it would close the
     * channel (see {@link java.nio.channels.InterruptibleChannel}). Called by the calling thread; shields may be nested.
     */
    public void shield() {
        if (shields++ == 0) {
            change(0, SHIELDED);
            // Only now: an interrupt that came just before the shield was up is held back as well.
            interruptedBefore = Thread.interrupted();
        }
    }

    /** The host has read or written; an interrupt that came meanwhile is delivered now. */
    public void unshield() {
        if (--shields > 0) {
            return;
        }
        int before = change(SHIELDED | POSTPONED, 0);
        if ((before & POSTPONED) != 0) {
            change(0, INTERRUPTED);
        }
        if (interruptedBefore || (before & POSTPONED) != 0) {
            Thread.currentThread().interrupt();
        }
    }

    private int change(int remove, int add) {
        int now;
        do {
            now = awaitReleased();
        } while ((now & CALLING) != 0 && !STATE.compareAndSet(this, now, now & ~remove | add));
        return now;
    }

    /** Takes the event loop from the calling thread if it calls for the given connection; returns whether it did. */
    public boolean lose(Object target) {
        int now = hold();
        if (now == 0) {
            return false;
        }
        boolean taken = caller == target && (now & LOST) == 0;
        state = taken ? now | LOST : now;
        return taken;
    }

    /** Returns the connection whose call is running, or null. May be out of date. */
    public Object calling() {
        return state == 0 ? null : caller;
    }

    /** Returns when the call that is running began; to be asked only if there is one. May be out of date. */
    long since() {
        return since;
    }

    /** Returns the call that is running for the given connection, or null. May be out of date. */
    public Call call(Object target) {
        return calling() == target ? new Call(this, calls) : null;
    }

    /** Returns how many calls were made, to tell one from the next. May be out of date. */
    long calls() {
        return calls;
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
