package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.engine.loop.TimerWheel;

/**
 * Ends a connection that has been idle for too long, or whose message has stayed incomplete for too long. Bytes that move only
 * leave their time with the connection; the timer looks at it when it expires, and is set anew if there were any. Owned by the
 * thread of the connection's loop.
 */
final class IdleTimer extends TimerWheel.Timer {

    private final Connection connection;

    IdleTimer(Connection connection) {
        this.connection = connection;
    }

    /** Sets the timer as the connection's timeouts, its last byte and its unfinished message say. */
    void restart() {
        TimerWheel timers = connection.loop().timers();
        long idle = connection.idleTimeoutNanos();
        long message = connection.config().messageTimeout().toNanos();
        if (connection.hasEnded() || idle == 0 && message == 0) {
            timers.cancel(this);
            return;
        }
        long now = connection.resources().nanoTime();
        long left = Long.MAX_VALUE;
        if (idle > 0) {
            left = connection.lastActive() + idle - now;
        }
        if (message > 0) {
            left = Math.min(left, message - connection.incompleteForNanos(now));
        }
        timers.set(this, now + Math.max(0, left));
    }

    @Override
    public void expired(long nowNanos) {
        if (connection.isBusy()) {
            // What the host itself waits for is not the client's idleness.
            connection.wasActive(nowNanos);
        }
        long idle = connection.idleTimeoutNanos();
        long message = connection.config().messageTimeout().toNanos();
        if (idle > 0 && nowNanos - connection.lastActive() >= idle) {
            connection.end(ReleaseReason.IDLE_TIMEOUT);
        } else if (message > 0 && connection.incompleteForNanos(nowNanos) >= message) {
            connection.end(ReleaseReason.MESSAGE_TIMEOUT);
        } else {
            restart();
        }
    }
}
