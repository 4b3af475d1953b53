package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.engine.loop.TimerWheel;

/**
 * Ends a connection that has been idle for too long, or whose message has been incomplete for too long.
 *
 * <p>A byte that moves does not touch the timer. It only updates the connection's time of activity. When the timer expires, it
 * compares that time with the timeouts, and is set again if they have not passed. Owned by the loop's thread.
 */
final class IdleTimer extends TimerWheel.Timer {

    private final Connection connection;

    IdleTimer(Connection connection) {
        this.connection = connection;
    }

    /** Returns the idle timeout in force: the handler's own or the server's; 0 for none. */
    static long idleNanos(Connection connection) {
        long own = connection.driver().idleNanos();
        return own >= 0 ? own : connection.config().idleTimeout().toNanos();
    }

    /** Sets the timer according to the timeouts, the last byte and the incomplete message of the connection. */
    void restart() {
        TimerWheel timers = connection.loop().timers();
        long idle = idleNanos(connection);
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
            left = Math.min(left, message - incompleteForNanos(now));
        }
        timers.set(this, now + Math.max(0, left));
    }

    @Override
    public void expired(long nowNanos) {
        if (isClientWaiting()) {
            connection.wasActive(connection.resources().nanoTime());
        }
        long idle = idleNanos(connection);
        // What a thread that may block has still to look at may be the rest of the message.
        long message = connection.isScheduled()
                ? 0
                : connection.config().messageTimeout().toNanos();
        if (idle > 0 && nowNanos - connection.lastActive() >= idle) {
            connection.end(ReleaseReason.IDLE_TIMEOUT);
        } else if (message > 0 && incompleteForNanos(nowNanos) >= message) {
            connection.end(ReleaseReason.MESSAGE_TIMEOUT);
        } else {
            restart();
        }
    }

    /** Returns for how long a message of the client has been incomplete; 0 if none is. */
    private long incompleteForNanos(long nowNanos) {
        Long since = connection.driver().incompleteSince();
        return since == null ? 0 : Math.max(0, nowNanos - since);
    }

    /** Returns whether the client waits for the host, and so is not idle: it is held, or an answer is on its way. */
    private boolean isClientWaiting() {
        ConnectionDriver driver = connection.driver();
        return driver.lease() == null || driver.awaitsAnswer() || driver.leavesInput() || isAnswerOnItsWay();
    }

    /**
     * Returns whether the client has been heard and not served yet, a call is running, or what was written is being sent. Bytes
     * that wait for room in the socket are on their way no more: it is the client that is waited for.
     */
    private boolean isAnswerOnItsWay() {
        Outbound outbound = connection.outbound();
        return outbound.queued() > 0 ? !outbound.isBlocked() : connection.isScheduled();
    }
}
