package dev.patchbay.server.engine;

import dev.patchbay.api.RefusalReason;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.ServerTotals;
import dev.patchbay.server.engine.loop.CallMeter;
import dev.patchbay.server.engine.loop.LoopCounters;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts the connections, bytes, calls, swaps and holds of a server. All methods may be called from any thread. The counts never
 * fall.
 */
final class Statistics {

    private final AtomicLong accepted = new AtomicLong();
    private final LongAdder bytesIn = new LongAdder();
    private final LongAdder bytesOut = new LongAdder();
    private final AtomicLong swaps = new AtomicLong();
    private final AtomicLong holds = new AtomicLong();
    private final CallMeter calls = new CallMeter();
    private final AtomicLongArray closed = new AtomicLongArray(ReleaseReason.values().length);
    private final AtomicLongArray refused = new AtomicLongArray(RefusalReason.values().length);

    /** The counters of all event loops that the server has had. Each loop counts the bytes that it reads and sends. */
    private final List<LoopCounters> loops = new CopyOnWriteArrayList<>();

    /** Adds the counters of an event loop. */
    void add(LoopCounters counters) {
        loops.add(counters);
    }

    /** Counts bytes that a thread other than a carrier has read. */
    void read(long bytes) {
        bytesIn.add(bytes);
    }

    /** Counts bytes that a thread other than a carrier has sent. */
    void sent(long bytes) {
        bytesOut.add(bytes);
    }

    /** Counts a new connection, and returns its number, which is its id. */
    long accepted() {
        return accepted.incrementAndGet();
    }

    void refused(RefusalReason reason) {
        refused.incrementAndGet(reason.ordinal());
    }

    void swapped() {
        swaps.incrementAndGet();
    }

    void holdBegan() {
        holds.incrementAndGet();
    }

    /** Returns what counts and times the calls into the handlers. */
    CallMeter calls() {
        return calls;
    }

    void closed(ReleaseReason reason) {
        closed.incrementAndGet(reason.ordinal());
    }

    /** Returns the totals since the start. */
    ServerTotals totals() {
        // First what has ended: whatever belongs to it was counted before, so that the rest has it, too.
        Map<ReleaseReason, Long> ended = counts(ReleaseReason.class, closed);
        long in = bytesIn.sum();
        long out = bytesOut.sum();
        long called = 0;
        for (LoopCounters loop : loops) {
            in += loop.read();
            out += loop.sent();
            called += loop.calls();
        }
        return new ServerTotals(
                accepted.get(),
                counts(RefusalReason.class, refused),
                ended,
                in,
                out,
                swaps.get(),
                holds.get(),
                calls.statistics(called));
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
