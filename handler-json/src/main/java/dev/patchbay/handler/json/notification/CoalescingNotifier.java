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
    private final Runnable tell;
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicBoolean telling = new AtomicBoolean();

    /**
     * Creates a notifier.
     *
     * @param threads threads on which sending may wait for the client
     * @param tell sends one notification
     */
    public CoalescingNotifier(Executor threads, Runnable tell) {
        this.threads = threads;
        this.tell = tell;
    }

    /** Records a change, and starts to notify the client unless that is in progress. */
    public void changed() {
        changes.incrementAndGet();
        if (telling.compareAndSet(false, true)) {
            threads.execute(this::tellAll);
        }
    }

    private void tellAll() {
        int told;
        do {
            told = changes.get();
            try {
                tell.run();
            } finally {
                telling.set(false);
            }
        } while (changes.get() != told && telling.compareAndSet(false, true));
    }
}
