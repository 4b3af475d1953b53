package dev.patchbay.handler.json.buffer;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A small pool of idle objects. Safe for any thread, and free of locks.
 *
 * <p>It is not a thread-local variable: the host's threads would keep this bundle's classes in memory after the bundle
 * is uninstalled.
 */
public final class ObjectPool<T> {

    private static final int KEPT = 16;

    private final AtomicReferenceArray<T> idle = new AtomicReferenceArray<>(KEPT);

    /** Takes an idle object out of the pool; returns null if there is none. */
    public T acquire() {
        for (int i = 0; i < KEPT; i++) {
            if (idle.getPlain(i) != null) {
                T taken = idle.getAndSet(i, null);
                if (taken != null) {
                    return taken;
                }
            }
        }
        return null;
    }

    /** Puts an object into the pool, or drops it if the pool is full. */
    public void release(T spare) {
        for (int i = 0; i < KEPT; i++) {
            if (idle.getPlain(i) == null && idle.compareAndSet(i, null, spare)) {
                return;
            }
        }
    }
}
