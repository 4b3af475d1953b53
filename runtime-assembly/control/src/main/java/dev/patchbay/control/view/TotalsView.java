package dev.patchbay.control.view;

import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.ServerTotals;
import java.util.Map;

/**
 * Counts of a server since it started. The components mean what those of {@link ServerTotals} do; its calls are in {@link
 * CallsView}.
 */
public record TotalsView(
        long accepted,
        Map<RefusalReason, Long> refused,
        Map<ReleaseReason, Long> closed,
        long bytesIn,
        long bytesOut,
        long swaps,
        long holds) {

    static TotalsView of(ServerTotals totals) {
        return new TotalsView(
                totals.accepted(),
                totals.refused(),
                totals.closed(),
                totals.bytesIn(),
                totals.bytesOut(),
                totals.swaps(),
                totals.holds());
    }
}
