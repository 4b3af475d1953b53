package dev.patchbay.handler.json.rpc;

import dev.patchbay.api.ConnContext;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Pauses the input of one connection while as many requests are in flight, or as many bytes of their responses are
 * kept, as the settings allow. The event loop pauses, and any thread that finishes a call or sends resumes.
 */
final class InFlightLimit {

    private final ConnContext conn;
    private final BooleanSupplier reached;
    private final AtomicBoolean paused = new AtomicBoolean();

    /**
     * Creates a limit.
     *
     * @param reached whether one of the limits is reached now
     */
    InFlightLimit(ConnContext conn, BooleanSupplier reached) {
        this.conn = conn;
        this.reached = reached;
    }

    /** Returns whether no further request may be taken from the input. If so, the input is paused. */
    boolean isReached() {
        if (!reached.getAsBoolean()) {
            return false;
        }
        conn.pauseInput();
        paused.set(true);
        // A call may have finished between the first look and the pause, and have found nothing to resume.
        lookAgain();
        return true;
    }

    /** Resumes the input if it is paused and no limit is reached any longer. */
    void lookAgain() {
        if (paused.get() && !reached.getAsBoolean()) {
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
