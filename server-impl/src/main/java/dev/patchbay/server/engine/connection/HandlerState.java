package dev.patchbay.server.engine.connection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The state of a handler's time in charge of a connection, as one number that changes in atomic steps. A request of the
 * handler, on any thread, is therefore either in time or refused.
 *
 * <pre>
 *   in charge --release, no answer to come--&gt; RELEASED --released was called--&gt; OVER
 *     CLOSE, ABORT: requested in time, which includes the call of released
 * </pre>
 */
public final class HandlerState {

    private static final int RELEASED = 1 << 31;
    private static final int OVER = 1 << 30;
    private static final int CLOSE = 1 << 29;
    private static final int ABORT = 1 << 28;

    /** The mask of the lower bits, which count the answers that are still to come. */
    private static final int ANSWERS = ABORT - 1;

    private static final VarHandle STATE;

    static {
        try {
            STATE = MethodHandles.lookup().findVarHandle(HandlerState.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Written by any thread, atomically. */
    private volatile int state;

    /** Whether the call of {@code released} has begun, or will not be made. Written by the strand. */
    private volatile boolean begun;

    // ---- on the strand

    /** Decides to call {@code released}; returns false if an answer is still to come, unless {@code force} is set. */
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

    /** Records that the call of {@code released} begins. */
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

    /** Returns whether the time in charge has ended. */
    boolean isOver() {
        return (state & OVER) != 0;
    }

    /** Returns whether it is decided to call {@code released}, or it was called. */
    boolean isReleased() {
        return (state & RELEASED) != 0;
    }

    /** Returns whether the handler has asked in time for the connection to be closed. */
    boolean isCloseRequested() {
        return (state & CLOSE) != 0;
    }

    /** Returns whether the handler has asked in time for the connection to be ended. */
    public boolean isAbortRequested() {
        return (state & ABORT) != 0;
    }

    /** Returns whether an answer is still to come. */
    public boolean hasPending() {
        return (state & ANSWERS) != 0;
    }

    /**
     * Counts an answer that is still to come.
     *
     * @return false if it is too late; then the call of {@code released} has begun, which the method waits for if necessary
     */
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

    /** Records that an answer has come; returns whether it was the last one to come. */
    public boolean answered() {
        return ((int) STATE.getAndAdd(this, -1) & ANSWERS) == 1;
    }

    /** Asks for the connection to be closed; returns false if it is too late. */
    public boolean close() {
        return request(CLOSE);
    }

    /** Asks for the connection to be ended; returns false if it is too late. */
    public boolean abort() {
        return request(ABORT);
    }

    private boolean request(int bit) {
        int now;
        do {
            now = state;
            if ((now & OVER) != 0) {
                return false;
            }
        } while (!STATE.compareAndSet(this, now, now | bit));
        return true;
    }
}
