package dev.patchbay.server.engine.loop;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the members of an event loop: its connections, and one more for as long as the loop accepts new connections.
 * Once the count has reached zero it stays there. May be used by any thread.
 */
final class LoopMembers {

    private final AtomicInteger count = new AtomicInteger(1);

    /** Whether new connections may join. Set to false under the lock of this object. */
    private volatile boolean open = true;

    /** Adds a member; returns false if the last one has left. */
    boolean tryEnter() {
        int now;
        do {
            now = count.get();
            if (now == 0) {
                return false;
            }
        } while (!count.compareAndSet(now, now + 1));
        return true;
    }

    /** Removes a member; returns whether it was the last one. */
    boolean leave() {
        return count.decrementAndGet() == 0;
    }

    /**
     * Accepts no new connections; returns whether no member is left. Calls after the first do nothing and return false.
     */
    synchronized boolean close() {
        if (!open) {
            return false;
        }
        open = false;
        return leave();
    }

    /** Returns the number of connections. */
    int connections() {
        return count.get() - (open ? 1 : 0);
    }
}
