package dev.patchbay.bench.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.function.Consumer;

/**
 * Waits for sockets, or for a time that may be some microseconds away. A selector counts milliseconds, so the rest of such a time
 * is spent looking again and again; it counts as idle.
 */
final class Wait {

    private static final long MILLI = 1_000_000;

    private final Selector selector;
    private final OwnTime time;

    Wait(Selector selector, OwnTime time) {
        this.selector = selector;
        this.time = time;
    }

    void until(long wake, Consumer<SelectionKey> ready) throws IOException {
        long start = System.nanoTime();
        long millis = (wake - start) / MILLI;
        if (millis > 1) {
            // It may wake a little too late.
            selector.select(ready, millis - 1);
        } else if (selector.selectNow(ready) == 0 && wake - start > 0) {
            Thread.yield();
            time.spun(System.nanoTime() - start);
        }
    }
}
