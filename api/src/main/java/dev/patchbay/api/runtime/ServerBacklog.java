package dev.patchbay.api.runtime;

import java.time.Duration;

/**
 * What waits in a server at one moment. Immutable.
 *
 * @param queuedBytes bytes that were written and are waiting to be sent, for all connections together
 * @param held        live connections that no handler is in charge of: those that wait for one, and for a moment each new one
 * @param eventLag    how far the delivery of {@link dev.patchbay.api.ServerEvents} is behind, at the slowest listener; zero if
 *                    each has received everything
 */
public record ServerBacklog(long queuedBytes, int held, Duration eventLag) {

    /** Nothing waits. */
    public static final ServerBacklog NONE = new ServerBacklog(0, 0, Duration.ZERO);
}
