package dev.patchbay.handler.json.rpc;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tells one client of changes: at least once after the last one, and never with more than one notification under way, so
 * that a client that does not read costs no more than that. For any thread.
 */
final class ChangeNotice {

    private final Executor threads;
    private final Runnable tell;
    private final AtomicInteger changes = new AtomicInteger();
    private final AtomicBoolean telling = new AtomicBoolean();

    /**
     * Makes a notice.
     *
     * @param threads where telling may wait for the client
     * @param tell    tells the client
     */
    ChangeNotice(Executor threads, Runnable tell) {
        this.threads = threads;
        this.tell = tell;
    }

    /** Says that there was a change. */
    void changed() {
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
