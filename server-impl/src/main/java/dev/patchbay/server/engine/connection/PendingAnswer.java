package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ConnContext;

/** An answer that is still to come. For any thread. */
final class PendingAnswer implements ConnContext.Pending {

    private final Connection connection;
    private final HandlerState state;

    /** Guarded by this. */
    private boolean done;

    /** Creates an answer that the state has counted. */
    PendingAnswer(Connection connection, HandlerState state) {
        this.connection = connection;
        this.state = state;
    }

    @Override
    public void close() {
        synchronized (this) {
            if (done) {
                return;
            }
            done = true;
        }
        if (state.answered()) {
            connection.signal(Connection.NUDGE);
        }
    }
}
