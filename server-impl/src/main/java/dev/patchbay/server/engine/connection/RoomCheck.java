package dev.patchbay.server.engine.connection;

import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tries to send to a full socket while a call occupies the connection's loop, which then does not hear that the socket has room
 * again. The value is true while a check is scheduled. For any thread.
 */
final class RoomCheck extends AtomicBoolean implements Runnable {

    private static final long serialVersionUID = 1L;

    private static final long DELAY_MILLIS = 10;

    private final transient Connection connection;

    RoomCheck(Connection connection) {
        this.connection = connection;
    }

    /** Schedules a check, if a call occupies the loop and no check is scheduled yet. */
    void scheduleIfLoopIsKept() {
        if (connection.loop().isKept() && compareAndSet(false, true)) {
            try {
                connection.resources().timer().schedule(this, DELAY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (OutOfMemoryError | RejectedExecutionException notNow) {
                set(false);
            }
        }
    }

    @Override
    public void run() {
        set(false);
        connection.outbound().requestSendFromHost(Outbound.ROOM);
    }
}
