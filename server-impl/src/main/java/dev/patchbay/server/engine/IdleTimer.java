package dev.patchbay.server.engine;

import dev.patchbay.api.ReleaseReason;

/**
 * Ends a connection that has been idle for too long. Bytes that move only leave their time with the connection; the timer
 * looks at it when it expires, and is set anew if there were any. Owned by the thread of the connection's loop.
 */
final class IdleTimer extends TimerWheel.Timer {

    private final Connection connection;

    IdleTimer(Connection connection) {
        this.connection = connection;
    }

    /** Sets the timer as the connection's timeout and its last byte say. */
    void restart() {
        TimerWheel timers = connection.loop().timers();
        long timeout = connection.idleTimeoutNanos();
        if (timeout == 0 || connection.hasEnded()) {
            timers.cancel(this);
        } else {
            timers.set(this, connection.lastActive() + timeout);
        }
    }

    @Override
    void expired(long nowNanos) {
        if (connection.isBusy()) {
            // What the host itself waits for is not the client's idleness.
            connection.wasActive(nowNanos);
        }
        long timeout = connection.idleTimeoutNanos();
        if (timeout > 0 && nowNanos - connection.lastActive() >= timeout) {
            connection.end(ReleaseReason.IDLE_TIMEOUT);
        } else {
            restart();
        }
    }
}
