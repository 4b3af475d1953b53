package dev.patchbay.server.events;

import dev.patchbay.api.ServerEvents;
import java.time.Duration;

/**
 * A listener inside this bundle, such as the log. It learns more of a change of the handler than {@link ServerEvents} says, and is
 * called when time has passed. The thread of the listener makes all calls, one at a time.
 */
public interface OperatorEvents extends ServerEvents {

    /**
     * Another handler is in charge of all connections.
     *
     * @param from  the handler before, with its version; null if there was none
     * @param to    the handler in charge, with its version
     * @param moved how many connections the new handler has taken over
     * @param took  how long that took, or how long connections were held without a handler
     * @param held  whether there was no handler in between
     */
    default void handlerChanged(String server, String from, String to, int moved, Duration took, boolean held) {}

    /** Returns whether the listener wants to hear now of every connection, whatever it was added for. Asked for each, by any thread. */
    default boolean wantsEveryConnection() {
        return false;
    }

    /** Returns the time until {@link #tick} is to be called; {@link Long#MAX_VALUE} if it is not. Asked after each event. */
    default long nanosUntilTick() {
        return Long.MAX_VALUE;
    }

    /** Called when that time has passed. */
    default void tick() {}

    /** Called after the last event. */
    default void end() {}
}
