package dev.patchbay.bench.load;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/** What one thread has measured. The thread writes it; another one takes the latencies of each interval out while it runs. */
public final class Tally {

    private static final int DIGITS = 3;
    private static final long HIGHEST = TimeUnit.HOURS.toNanos(1);

    private final Window window;
    private final SingleWriterRecorder latencies = new SingleWriterRecorder(1, HIGHEST, DIGITS);
    private final Histogram lags = newHistogram();
    private final OwnTime time = new OwnTime();
    private volatile long completed;
    private volatile boolean atEnd;

    private long late;
    private long retries;

    Tally(Window window) {
        this.window = window;
    }

    /** Returns an empty histogram of nanoseconds, to which those of tallies can be added. */
    public static Histogram newHistogram() {
        return new Histogram(1, HIGHEST, DIGITS);
    }

    /** Records a message that was answered. */
    void completed(long begunAt, long now) {
        if (begunAt - window.recordFrom() >= 0) {
            latencies.recordValue(clamped(now - begunAt));
        }
        if (window.contains(now)) {
            // This thread alone writes it.
            completed = completed + 1;
        }
    }

    /** Records messages that have waited for so long, and have not been answered. */
    void unanswered(long begunAt, long now, long count) {
        if (begunAt - window.recordFrom() >= 0) {
            latencies.recordValueWithCount(clamped(now - begunAt), count);
        }
    }

    /** Records how much later than it was to begin a message has begun, although there was a connection with room for it. */
    void lag(long nanos, long now) {
        if (window.contains(now)) {
            lags.recordValue(clamped(nanos));
        }
    }

    /** Counts a message that was late because all connections were busy. */
    void late(long now) {
        if (window.contains(now)) {
            late++;
        }
    }

    void retried() {
        retries++;
    }

    private static long clamped(long nanos) {
        return Math.min(HIGHEST, Math.max(1, nanos));
    }

    /** Starts and stops the account of this thread's own time, when the measured part begins and ends. */
    void keepTime(long now, boolean ending) {
        if (!atEnd) {
            if (ending || now - window.end() >= 0) {
                time.end(now);
                atEnd = true;
            } else if (now - window.recordFrom() >= 0) {
                time.begin(now);
            }
        }
    }

    OwnTime time() {
        return time;
    }

    /** Returns how many messages were answered in the measured part so far. For any thread. */
    public long completed() {
        return completed;
    }

    /** Adds the latencies since the last call to a histogram. For one other thread. */
    public void addLatenciesTo(Histogram total) {
        total.add(latencies.getIntervalHistogram());
    }

    /** Returns how late messages began. For after the end of the thread, as all that follow. */
    public Histogram lags() {
        return lags;
    }

    /** Returns how many messages were late because all connections were busy. */
    public long late() {
        return late;
    }

    /** Returns how often the backlog of the server was full. */
    public long retries() {
        return retries;
    }

    /** Returns the share of a core that the thread has used; negative if the system does not say. */
    public double cpuShare() {
        return time.cpuShare();
    }

    /** Returns the share of the time that the thread has waited for a core; negative if the system does not say. */
    public double waitShare() {
        return time.waitShare();
    }
}
