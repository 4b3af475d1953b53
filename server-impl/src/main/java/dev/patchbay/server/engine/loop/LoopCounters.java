package dev.patchbay.server.engine.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Counts the bytes that one event loop has read and sent. The thread that carries the loop counts; any thread reads.
 * The counts never fall.
 */
public final class LoopCounters {

    private static final VarHandle READ;
    private static final VarHandle SENT;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            READ = lookup.findVarHandle(LoopCounters.class, "read", long.class);
            SENT = lookup.findVarHandle(LoopCounters.class, "sent", long.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** Bytes read. Written by the carrier. */
    private long read;

    /** Bytes sent. Written by the carrier. */
    private long sent;

    public void countRead(long bytes) {
        READ.setOpaque(this, read + bytes);
    }

    public void countSent(long bytes) {
        SENT.setOpaque(this, sent + bytes);
    }

    public long read() {
        return (long) READ.getOpaque(this);
    }

    public long sent() {
        return (long) SENT.getOpaque(this);
    }
}
