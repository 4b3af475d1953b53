package dev.patchbay.api.runtime;

import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import java.util.Map;

/**
 * What happened to a server since it started.
 *
 * @param accepted connections that were accepted and given to a handler, or held for one
 * @param refused  connections that were closed before a handler saw them, by reason; reasons that did not occur are left out
 * @param closed   connections that have ended, by reason; reasons that did not occur are left out
 * @param bytesIn  bytes read from all clients, those of live connections included
 * @param bytesOut bytes sent to all clients, those of live connections included
 * @param swaps    how often the handler changed
 */
public record ServerTotals(
        long accepted,
        Map<RefusalReason, Long> refused,
        Map<ReleaseReason, Long> closed,
        long bytesIn,
        long bytesOut,
        long swaps) {}
