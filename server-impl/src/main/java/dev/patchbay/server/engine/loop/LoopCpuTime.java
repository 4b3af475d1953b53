package dev.patchbay.server.engine.loop;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * The processor time of the threads that have carried one loop. It is asked of the Java virtual machine for a snapshot, and when
 * another thread takes over; nothing is measured meanwhile. It never falls. May be used by any thread.
 */
final class LoopCpuTime {

    /** The time of the threads that no longer carry the loop. Guarded by this. */
    private long earlier;

    /** The highest time that was returned. Guarded by this. */
    private long reported;

    /** Records that the thread no longer carries the loop. Never throws: without memory its time is not counted. */
    synchronized void handedOver(Thread before) {
        earlier += nanos(before);
    }

    /** Returns the time in nanoseconds; zero where the Java virtual machine does not measure it. */
    synchronized long total(Thread carrier) {
        reported = Math.max(reported, earlier + nanos(carrier));
        return reported;
    }

    /** Returns the time of a thread; zero if it is null or has ended, or if memory is too short to ask. */
    private static long nanos(Thread thread) {
        if (thread == null) {
            return 0;
        }
        try {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            return threads.isThreadCpuTimeSupported() && threads.isThreadCpuTimeEnabled()
                    ? Math.max(0, threads.getThreadCpuTime(thread.getId()))
                    : 0;
        } catch (OutOfMemoryError | LinkageError noMemory) {
            // A class that could not be loaded for want of memory stays unusable.
            return 0;
        }
    }
}
