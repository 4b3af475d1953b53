package dev.patchbay.server.engine.connection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * How far a handler's time in charge of a connection has come, in one number that changes in atomic steps: what the handler
 * asks for on any thread is either in time, or refused.
 *
 * <pre>
 *   in charge --release, no answer to come--&gt; RELEASED --released was called--&gt; OVER
 *     CLOSE, ABORT: asked for in time, also while released runs
 * </pre>
 */
public final class HandlerState {

    private static final int RELEASED = 1 << 31;
    private static final int OVER = 1 << 30;
    private static final int CLOSE = 1 << 29;
    private static final int ABORT = 1 << 28;

    /** The lower bits count answers that are still to come. */
    private static final int ANSWERS = ABORT - 1;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(HandlerState.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int state;

    /** Whether {@code released} is being called, or will not be. */
    private volatile boolean begun;

    // ---- for the turn

    /** Decides to call {@code released}, unless an answer is still to come and {@code force} is not set. */
    public boolean release(boolean force) {
        int now;
        do {
            now = state;
            if (!force && (now & ANSWERS) != 0) {
                return false;
            }
        } while (!STATE.compareAndSet(this, now, now | RELEASED));
        return true;
    }

    /** The call of {@code released} begins. */
    public void begin() {
        begun = true;
    }

    /**
     * Ends the time in charge.
     *
     * @return whether the handler has asked in time for the connection to be closed
     */
    public boolean over() {
        begun = true;
        return ((int) STATE.getAndBitwiseOr(this, RELEASED | OVER) & CLOSE) != 0;
    }

    // ---- for any thread

    boolean isOver() {
        return (state & OVER) != 0;
    }

    /** Returns whether {@code released} is being called, or was. */
    boolean isReleased() {
        return (state & RELEASED) != 0;
    }

    boolean isCloseRequested() {
        return (state & CLOSE) != 0;
    }

    public boolean hasPending() {
        return (state & ANSWERS) != 0;
    }

    /** Counts an answer that is still to come; returns false, when {@code released} is being called, if it is too late. */
    public boolean awaitAnswer() {
        int now;
        do {
            now = state;
            if ((now & RELEASED) != 0) {
                while (!begun) {
                    Thread.onSpinWait();
                }
                return false;
            }
        } while (!STATE.compareAndSet(this, now, now + 1));
        return true;
    }

    /** An answer has come; returns whether it was the last that was awaited. */
    public boolean answered() {
        return ((int) STATE.getAndAdd(this, -1) & ANSWERS) == 1;
    }

    /** Asks for the connection to be closed; returns false if it is too late. */
    public boolean close() {
        return ask(CLOSE);
    }

    /** Asks for the connection to be ended; returns false if it is too late. */
    public boolean abort() {
        return ask(ABORT);
    }

    private boolean ask(int what) {
        int now;
        do {
            now = state;
            if ((now & OVER) != 0) {
                return false;
            }
        } while (!STATE.compareAndSet(this, now, now | what));
        return true;
    }

    /** Returns whether the handler has asked, in time, for the connection to be ended. */
    public boolean isAbortRequested() {
        return (state & ABORT) != 0;
    }
}
