package dev.patchbay.server.engine.loop;

import dev.patchbay.api.runtime.CallStatistics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.stream.IntStream;

/**
 * Counts the calls into the handlers of one server, and times some of them. The carrier of a loop counts in the {@link
 * LoopCounters} of that loop, every other thread in one of a few counters here. So most calls cost neither a look at the clock nor
 * a write for which threads compete.
 *
 * <p>All methods may be called from any thread, need no memory unless they say so, and never wait.
 */
public final class CallMeter {

    /** Of each counter the first calls are timed, so that there are times even if there are few calls. */
    static final int FIRST = 16;

    /** One in so many calls is timed; a power of two. */
    static final int PERIOD = 256;

    /** Whatever the number of calls, one is timed after this time without any. */
    static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** The bounds of the histogram in microseconds: the powers of two from 1 µs to 16.8 s. */
    private static final List<Long> BOUNDS =
            IntStream.range(0, 25).mapToObj(power -> 1L << power).toList();

    /** A power of two. */
    private static final int COUNTERS = 8;

    /** How many longs two counters are apart, so that they are not in the same line of a processor's cache. */
    private static final int SPACING = 16;

    private final AtomicLongArray counters = new AtomicLongArray(COUNTERS * SPACING);
    private final AtomicLongArray times = new AtomicLongArray(BOUNDS.size() + 1);
    private final AtomicLong timedNanos = new AtomicLong();

    /** When a call of a thread that may block was last timed. Written by any thread; that one of two writes is lost is harmless. */
    private volatile long timedAt;

    /**
     * Counts a call that the worker's thread is about to make.
     *
     * @param now the time, or that of the event being served
     * @return whether the call is to be timed
     */
    public boolean begin(Worker worker, long now) {
        return worker.mayBlock()
                ? beginBlocking(worker, now)
                : worker.loop.counters().countCall(now);
    }

    private boolean beginBlocking(Worker worker, long now) {
        long number = counters.incrementAndGet(worker.number % COUNTERS * SPACING);
        boolean timed = number <= FIRST || number % PERIOD == 0 || now - timedAt >= PAUSE_NANOS;
        if (timed) {
            timedAt = now;
        }
        return timed;
    }

    /** Records the time that a call took, which is still the one in the worker's gate. */
    public void end(Worker worker, long now) {
        long nanos = Math.max(0, now - worker.gate.since());
        timedNanos.addAndGet(nanos);
        times.incrementAndGet(bucket(nanos));
    }

    /** Returns the position of the lowest bound that is not below the time; the number of bounds if there is none. */
    static int bucket(long nanos) {
        long wholeMicrosBelow = (nanos - 1) / TimeUnit.MICROSECONDS.toNanos(1);
        return Math.min(BOUNDS.size(), Long.SIZE - Long.numberOfLeadingZeros(wholeMicrosBelow));
    }

    /** Returns the number of calls that were not counted by a loop. */
    private long countedHere() {
        long sum = 0;
        for (int i = 0; i < COUNTERS; i++) {
            sum += counters.get(i * SPACING);
        }
        return sum;
    }

    /**
     * Returns the statistics; needs memory.
     *
     * @param countedByLoops the number of calls that the loops have counted
     */
    public CallStatistics statistics(long countedByLoops) {
        List<Long> counts = new ArrayList<>();
        long sampled = 0;
        for (int i = 0; i < times.length(); i++) {
            long count = times.get(i);
            counts.add(count);
            sampled += count;
        }
        return new CallStatistics(
                countedByLoops + countedHere(), sampled, Duration.ofNanos(timedNanos.get()), BOUNDS, counts);
    }
}
