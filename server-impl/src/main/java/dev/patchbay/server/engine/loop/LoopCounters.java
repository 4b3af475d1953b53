package dev.patchbay.server.engine.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts the bytes that one event loop has read and sent, and the calls into handlers that it has made. The thread that
 * carries the loop counts; any thread reads. The counts never fall.
 */
public final class LoopCounters {

    private static final VarHandle READ;
    private static final VarHandle SENT;
    private static final VarHandle CALLS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            READ = lookup.findVarHandle(LoopCounters.class, "read", long.class);
            SENT = lookup.findVarHandle(LoopCounters.class, "sent", long.class);
            CALLS = lookup.findVarHandle(LoopCounters.class, "calls", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Bytes read. Written by the carrier. */
    private long read;

    /** Bytes sent. Written by the carrier. */
    private long sent;

    /** Calls that have begun. Written by the carrier. */
    private long calls;

    /** The number of the call that is timed next, if none is before for want of calls. Owned by the carrier. */
    private long nextTimed;

    /** When a call was last timed. Owned by the carrier. */
    private long timedAt;

    public void countRead(long bytes) {
        READ.setOpaque(this, read + bytes);
    }

    public void countSent(long bytes) {
        SENT.setOpaque(this, sent + bytes);
    }

    /** Counts a call; returns whether it is to be timed. See {@link CallMeter}. */
    boolean countCall(long now) {
        long number = calls + 1;
        CALLS.setOpaque(this, number);
        if (number < nextTimed && now - timedAt < CallMeter.PAUSE_NANOS) {
            return false;
        }
        nextTimed = number + (number < CallMeter.FIRST ? 1 : CallMeter.PERIOD);
        timedAt = now;
        return true;
    }

    public long read() {
        return (long) READ.getOpaque(this);
    }

    public long sent() {
        return (long) SENT.getOpaque(this);
    }

    public long calls() {
        return (long) CALLS.getOpaque(this);
    }
}
