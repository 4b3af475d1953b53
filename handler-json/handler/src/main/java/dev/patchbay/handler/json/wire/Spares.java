package dev.patchbay.handler.json.wire;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A few objects that wait to be used again. Not a thread-local variable: threads of the host would keep the classes of
 * this bundle in memory after it has gone. For any thread.
 */
final class Spares<T> {

    private static final int KEPT = 16;

    private final AtomicReferenceArray<T> idle = new AtomicReferenceArray<>(KEPT);

    /** Takes one; null if there is none. */
    T take() {
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

    /** Keeps one, if there is room. */
    void give(T spare) {
        for (int i = 0; i < KEPT; i++) {
            if (idle.getPlain(i) == null && idle.compareAndSet(i, null, spare)) {
                return;
            }
        }
    }
}
