package dev.patchbay.itests.swap;

import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleWiring;

/** Records the class loaders of bundles and which of them have not been garbage collected. */
final class Generations {

    private static final long PATIENCE_SECONDS = 30;
    private static final long COLLECTION_MILLIS = 250;

    private final ReferenceQueue<ClassLoader> gone = new ReferenceQueue<>();
    private final Set<Generation> alive = new HashSet<>();

    private static final class Generation extends WeakReference<ClassLoader> {
        private final String name;

        Generation(ClassLoader loader, String name, ReferenceQueue<ClassLoader> queue) {
            super(loader, queue);
            this.name = name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Remembers the class loader that a bundle has now. */
    void add(Bundle bundle) {
        ClassLoader loader = bundle.adapt(BundleWiring.class).getClassLoader();
        alive.add(new Generation(loader, bundle.getSymbolicName() + " " + bundle.getVersion(), gone));
    }

    int count() {
        return alive.size();
    }

    /** Collects garbage until all class loaders are gone or it has taken too long, and returns those that are left. */
    Set<String> collect() throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!alive.isEmpty() && System.nanoTime() - deadline < 0) {
            System.gc();
            Reference<?> collected = gone.remove(COLLECTION_MILLIS);
            while (collected != null) {
                alive.remove(collected);
                collected = gone.poll();
            }
        }
        Set<String> left = new HashSet<>();
        alive.forEach(generation -> left.add(generation.name));
        return left;
    }
}
