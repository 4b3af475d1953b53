package dev.patchbay.api.runtime;

import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import java.util.Map;

/**
 * Counts of a server since it started. Immutable.
 *
 * @param accepted connections that were accepted and given to a handler or held for one
 * @param refused  connections that were closed before a handler saw them, by reason; reasons that have not occurred are absent
 * @param closed   connections that have ended, by reason; reasons that have not occurred are absent
 * @param bytesIn  bytes read from all clients, including those of live connections
 * @param bytesOut bytes sent to all clients, including those of live connections
 * @param swaps    how often the handler changed
 * @param holds    how often the server began to hold connections, because it had no handler
 * @param calls    the calls of its handlers
 */
public record ServerTotals(
        long accepted,
        Map<RefusalReason, Long> refused,
        Map<ReleaseReason, Long> closed,
        long bytesIn,
        long bytesOut,
        long swaps,
        long holds,
        CallStatistics calls) {

    /** The totals of a server that has not started. */
    public static final ServerTotals NONE = new ServerTotals(0, Map.of(), Map.of(), 0, 0, 0, 0, CallStatistics.NONE);
}
