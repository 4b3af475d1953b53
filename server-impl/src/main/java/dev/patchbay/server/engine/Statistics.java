package dev.patchbay.server.engine;

import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.ServerEvents.Totals;
import dev.patchbay.api.runtime.ServerTotals;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts what happens to a server. For all threads. */
final class Statistics {

    private final AtomicLong accepted = new AtomicLong();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final AtomicLong swaps = new AtomicLong();
    private final AtomicLongArray closed = new AtomicLongArray(ReleaseReason.values().length);
    private final AtomicLongArray refused = new AtomicLongArray(RefusalReason.values().length);

    /** Counts a new connection and returns its number. */
    long accepted() {
        return accepted.incrementAndGet();
    }

    void refused(RefusalReason reason) {
        refused.incrementAndGet(reason.ordinal());
    }

    void swapped() {
        swaps.incrementAndGet();
    }

    void closed(ReleaseReason reason, Totals totals) {
        closed.incrementAndGet(reason.ordinal());
        bytesIn.add(totals.bytesIn());
        bytesOut.add(totals.bytesOut());
    }

    /** Returns the totals, with those of the live connections added. */
    ServerTotals totals(Collection<Connection> live) {
        long in = bytesIn.sum();
        long out = bytesOut.sum();
        for (Connection connection : live) {
            in += connection.service().input().total();
            out += connection.service().output().total();
        }
        return new ServerTotals(
                accepted.get(),
                counts(RefusalReason.class, refused),
                counts(ReleaseReason.class, closed),
                in,
                out,
                swaps.get());
    }

    private static <E extends Enum<E>> Map<E, Long> counts(Class<E> reasons, AtomicLongArray counts) {
        Map<E, Long> map = new EnumMap<>(reasons);
        for (E reason : reasons.getEnumConstants()) {
            long count = counts.get(reason.ordinal());
            if (count > 0) {
                map.put(reason, count);
            }
        }
        return map;
    }
}
