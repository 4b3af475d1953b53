package dev.patchbay.bench.load;

/** When a thread begins its messages: whenever there is room for one, or at a fixed rate from then on. */
final class Pace {

    private final Window window;
    private final double interval;
    private final double offset;
    private long taken;

    /**
     * Creates a pace.
     *
     * @param rate   messages a second; 0 for no limit
     * @param offset how far into its interval this thread begins, so that those of several do not coincide: from 0 to 1
     */
    Pace(Window window, double rate, double offset) {
        this.window = window;
        this.interval = rate == 0 ? 0 : 1e9 / rate;
        this.offset = offset * interval;
    }

    boolean isFixed() {
        return interval > 0;
    }

    /** Returns when the next message is to begin; a time after the end if there is none any more. */
    long next(long now) {
        long next = isFixed() ? window.start() + (long) (offset + taken * interval) : now;
        return next - window.end() < 0 ? next : Long.MAX_VALUE;
    }

    /** Returns whether a message is to begin now. */
    boolean isDue(long now) {
        long next = next(now);
        return next != Long.MAX_VALUE && next - now <= 0;
    }

    /** Takes the message that is due, and returns the time from which its latency counts. */
    long take(long now) {
        long next = next(now);
        taken++;
        return next;
    }
}
