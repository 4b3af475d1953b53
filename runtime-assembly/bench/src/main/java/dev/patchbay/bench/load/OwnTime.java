package dev.patchbay.bench.load;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How the calling thread has spent its time, as Linux counts it for each thread: on a core, and waiting for one. Elsewhere nothing
 * is known. It needs no module of the JDK but java.base.
 */
final class OwnTime {

    private static final Path SCHEDSTAT = Path.of("/proc/thread-self/schedstat");

    private long begin;
    private long end;
    private long[] atBegin;
    private long[] atEnd;
    private long spun;

    /** Begins the account; only the first call counts. */
    void begin(long now) {
        if (atBegin == null) {
            begin = now;
            atBegin = read();
        }
    }

    /** Takes note of a time in which the thread has used a core for waiting alone. */
    void spun(long nanos) {
        if (atBegin != null && atEnd == null) {
            spun += nanos;
        }
    }

    /** Ends the account. */
    void end(long now) {
        end = now;
        atEnd = read();
    }

    /** Returns the nanoseconds on a core and waiting for one; empty if the system does not say. */
    private static long[] read() {
        try {
            String[] words = new String(Files.readAllBytes(SCHEDSTAT), StandardCharsets.US_ASCII)
                    .trim()
                    .split(" ");
            return new long[] {Long.parseLong(words[0]), Long.parseLong(words[1])};
        } catch (IOException | RuntimeException e) {
            return new long[0];
        }
    }

    double cpuShare() {
        return share(0, spun);
    }

    double waitShare() {
        return share(1, 0);
    }

    private double share(int index, long without) {
        if (atBegin == null || atEnd == null || atBegin.length == 0 || atEnd.length == 0 || end == begin) {
            return -1;
        }
        return Math.min(1, Math.max(0, (double) (atEnd[index] - atBegin[index] - without) / (end - begin)));
    }
}
