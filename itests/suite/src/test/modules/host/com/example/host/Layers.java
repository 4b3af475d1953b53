package com.example.host;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Records the class loaders of plugins. */
public final class Layers {

    private static final long PATIENCE_SECONDS = 30;
    private static final long COLLECTION_MILLIS = 250;

    private static final ReferenceQueue<ClassLoader> GONE = new ReferenceQueue<>();
    private static final Set<Reference<?>> ALIVE = new HashSet<>();
    private static int made;

    private Layers() {}

    /** A plugin's object has been made. */
    public static synchronized void joined(Object plugin) {
        ModuleLayer layer = plugin.getClass().getModule().getLayer();
        if (layer == null || layer == ModuleLayer.boot()) {
            throw new IllegalStateException(plugin + " is in no layer of its own");
        }
        made++;
        ALIVE.add(new WeakReference<>(plugin.getClass().getClassLoader(), GONE));
    }

    static synchronized int made() {
        return made;
    }

    /** Collects garbage until one is left, or it has taken too long, and returns how many are. */
    static synchronized int left() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (ALIVE.size() > 1 && System.nanoTime() - deadline < 0) {
            System.gc();
            Reference<?> collected = GONE.remove(COLLECTION_MILLIS);
            while (collected != null) {
                ALIVE.remove(collected);
                collected = GONE.poll();
            }
        }
        return ALIVE.size();
    }
}
