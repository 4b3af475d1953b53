package dev.patchbay.handler.json.notification;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Notifies one client of changes. At least one notification follows the last change, and at most one is being sent, so
 * a client that does not read costs a bounded amount of memory. Safe for any thread.
 */
public final class CoalescingNotifier {

    private final Executor threads;
    private final Runnable notification;
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicBoolean notifying = new AtomicBoolean();

    /**
     * Creates a notifier.
     *
     * @param threads threads on which sending may wait for the client
     * @param notification sends one notification
     */
    public CoalescingNotifier(Executor threads, Runnable notification) {
        this.threads = threads;
        this.notification = notification;
    }

    /** Records a change, and starts to notify the client unless that is in progress. */
    public void changed() {
        changes.incrementAndGet();
        if (notifying.compareAndSet(false, true)) {
            threads.execute(this::notifyAllChanges);
        }
    }

    private void notifyAllChanges() {
        int seen;
        do {
            seen = changes.get();
            try {
                notification.run();
            } finally {
                notifying.set(false);
            }
        } while (changes.get() != seen && notifying.compareAndSet(false, true));
    }
}
