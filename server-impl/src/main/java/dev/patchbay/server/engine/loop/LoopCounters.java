package dev.patchbay.server.engine.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Bytes that one event loop has moved: counted by the thread that carries it, read by any. They only ever rise. */
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

    private long read;
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
