package dev.patchbay.handler.json.rpc;

import dev.patchbay.api.ConnContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;

/**
 * Pauses the input of one connection while as many requests are in flight as {@code in.flight.max} allows. The
 * event loop pauses, and any thread that finishes a call resumes.
 */
final class InFlightLimit {

    private final ConnContext conn;
    private final IntSupplier inFlight;
    private final IntSupplier limit;
    private final AtomicBoolean paused = new AtomicBoolean();

    /**
     * Creates a limit.
     *
     * @param inFlight the number of calls that are not finished
     * @param limit    the setting in effect
     */
    InFlightLimit(ConnContext conn, IntSupplier inFlight, IntSupplier limit) {
        this.conn = conn;
        this.inFlight = inFlight;
        this.limit = limit;
    }

    /** Returns whether no further request may be taken from the input. If so, the input is paused. */
    boolean isReached() {
        int most = limit.getAsInt();
        if (inFlight.getAsInt() < most) {
            return false;
        }
        conn.pauseInput();
        paused.set(true);
        // A call may have finished between the first look and the pause, and have found nothing to resume.
        if (inFlight.getAsInt() < most) {
            resume();
        }
        return true;
    }

    /** Resumes the input if it is paused and the limit is no longer reached. */
    void callFinished(int left) {
        if (left < limit.getAsInt()) {
            resume();
        }
    }

    /** Resumes in the connection's own order, because the host has to see the pause first. */
    private void resume() {
        if (paused.compareAndSet(true, false)) {
            MessageSender.unlessReleased(() -> conn.execute(conn::resumeInput));
        }
    }
}
