package dev.patchbay.server.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Bytes that one event loop has moved: counted by the thread that carries it, read by any. They only ever rise. */
final class LoopCounters {

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

    void countRead(long bytes) {
        READ.setOpaque(this, read + bytes);
    }

    void countSent(long bytes) {
        SENT.setOpaque(this, sent + bytes);
    }

    long read() {
        return (long) READ.getOpaque(this);
    }

    long sent() {
        return (long) SENT.getOpaque(this);
    }
}
