package dev.patchbay.server.engine.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.BooleanSupplier;

/**
 * Protects a running call from interference that comes too late. The calling thread enters and exits. Other threads may
 * interrupt the call or, if the thread carries an event loop, take the loop from it. Neither can hit the thread after
 * its call has ended: while another thread holds the gate, the exit waits.
 *
 * <p>A gate belongs to one {@link Worker}. The calling thread owns all fields but the state, which changes atomically.
 * The time for which another thread holds the gate is bounded: it never waits while it does.
 */
public final class CallGate {

    /** Identifies one call. Two are equal if they stand for the same call through the same gate. */
    public record Call(CallGate gate, long number) {}

    /** A call is running. */
    private static final int CALLING = 1;

    /** Another thread holds the gate, so the calling thread must not change the state. */
    private static final int HELD = 2;

    /** The call was interrupted. */
    private static final int INTERRUPTED = 4;

    /** The event loop was taken from the calling thread. */
    private static final int LOST = 8;

    /** The calling thread reads or writes a channel, so an interrupt has to wait. */
    private static final int SHIELDED = 16;

    /** An interrupt waits for the end of the shield. */
    private static final int POSTPONED = 32;

    /** The call was interrupted for a reason that it may withdraw, and for no other. */
    private static final int REVOCABLE = 64;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(CallGate.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * A sum of the constants above; 0 if no call is running. Set by the calling thread on entry; during the call it
     * changes atomically, or is written by the thread that holds the gate.
     */
    private volatile int state;

    /** The connection that the call is for. Written by the calling thread; read by others while they hold the gate. */
    private Object caller;

    /** The calling thread. Written by it before it enters; read by others while they hold the gate. */
    private Thread thread;

    /** The number of calls made, including the running one. Written by the calling thread. */
    private long calls;

    /**
     * The time at which the call began, or at which the loop looked at its clock before. Written by the calling thread.
     */
    private long since;

    /** Whether the thread's interrupt flag was set when the shield began. Owned by the calling thread. */
    private boolean interruptedBefore;

    /** The number of nested shields. Owned by the calling thread. */
    private int shields;

    /**
     * Begins a call for the given connection. Called by the calling thread, before it calls the handler.
     *
     * @param nowNanos the time now, or that of the event being served
     */
    public void enter(Object calling, long nowNanos) {
        since = nowNanos;
        caller = calling;
        thread = Thread.currentThread();
        calls++;
        STATE.setRelease(this, CALLING);
    }

    /**
     * Ends the call; returns whether the event loop was taken from this thread meanwhile. Called by the calling thread.
     */
    public boolean exit() {
        if (STATE.compareAndSet(this, CALLING, 0)) {
            // An idle gate must not keep a connection reachable, and with it a handler that was removed long ago.
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

    /** Interrupts the running call if it is for the given connection; returns whether it is. Called by any thread. */
    public boolean interrupt(Object target) {
        int now = hold();
        if (now == 0) {
            return false;
        }
        if (caller != target) {
            state = now;
            return false;
        }
        deliver(now & ~REVOCABLE);
        return true;
    }

    /**
     * Interrupts the running call if it is for the given connection and the reason holds; {@link #revokeInterrupt} undoes it.
     * Called by any thread.
     *
     * @param reason whether to interrupt; asked while the gate is held
     */
    public void interruptRevocably(Object target, BooleanSupplier reason) {
        int now = hold();
        if (now == 0) {
            return;
        }
        if (caller != target || !reason.getAsBoolean()) {
            state = now;
            return;
        }
        boolean forGood = (now & (INTERRUPTED | POSTPONED)) != 0 && (now & REVOCABLE) == 0;
        deliver(forGood ? now : now | REVOCABLE);
    }

    /**
     * Undoes an interrupt of the running call by {@link #interruptRevocably}, unless the call was interrupted for another reason
     * as well. The reason must not hold any longer. Called by the calling thread.
     */
    public void revokeInterrupt() {
        int now = hold();
        if ((now & REVOCABLE) != 0) {
            Thread.interrupted();
            now &= ~(REVOCABLE | INTERRUPTED | POSTPONED);
        }
        if (now != 0) {
            state = now;
        }
    }

    /**
     * Interrupts the running call, if there is one, on behalf of foreign code that interrupts the thread. Called by any
     * thread.
     */
    void interruptCall() {
        if (Thread.currentThread() == thread) {
            if (state != 0) {
                interruptThread();
            }
            return;
        }
        int now = hold();
        if (now != 0) {
            deliver(now & ~REVOCABLE);
        }
    }

    /**
     * Interrupts the thread, or leaves the interrupt to its shield, and releases the gate. Called while the gate is
     * held.
     */
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
     * Holds interrupts back until {@link #unshield}. The calling thread is about to read or write a channel within the
     * call, and an interrupt would close the channel (see {@link java.nio.channels.InterruptibleChannel}). Shields may
     * be nested. Called by the calling thread.
     */
    public void shield() {
        if (shields++ == 0) {
            change(0, SHIELDED);
            // Not before the shield is in place: an interrupt that arrives just before it is held back as well.
            interruptedBefore = Thread.interrupted();
        }
    }

    /** Ends the shield, and delivers an interrupt that was held back. Called by the calling thread. */
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

    /** Changes the state of the running call, and returns the state before. Called by the calling thread. */
    private int change(int remove, int add) {
        int now;
        do {
            now = awaitReleased();
        } while ((now & CALLING) != 0 && !STATE.compareAndSet(this, now, now & ~remove | add));
        return now;
    }

    /**
     * Takes the event loop from the calling thread if its call is for the given connection; returns whether it was
     * taken now. Called by any thread. The calling thread learns of it from {@link #exit}.
     */
    public boolean lose(Object target) {
        int now = hold();
        if (now == 0) {
            return false;
        }
        boolean taken = caller == target && (now & LOST) == 0;
        state = taken ? now | LOST : now;
        return taken;
    }

    /**
     * Returns the connection whose call is running, or null. Outside the calling thread the answer may be out of date.
     */
    public Object calling() {
        return state == 0 ? null : caller;
    }

    /** Returns the time at which the running call began. Meaningful only while there is one; may be out of date. */
    long since() {
        return since;
    }

    /**
     * Returns the call that is running for the given connection, or null. Outside the calling thread it may be out of
     * date.
     */
    public Call call(Object target) {
        return calling() == target ? new Call(this, calls) : null;
    }

    /** Returns the number of calls made, which identifies the running one. May be out of date. */
    long calls() {
        return calls;
    }

    /** Holds the gate if a call is running. Returns the state to release it with; 0 if no call is running. */
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
