package dev.patchbay.server.poll;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketPair;

/**
 * Ends a wait of junixsocket's selector, from any thread. The selector's own {@code wakeup} allocates 8 KiB of direct memory
 * each time; this needs none, so it also works when that memory has run out.
 */
final class SelectorWakeup {

    private final Selector selector;
    private final AFUNIXSocketChannel waker;
    private final AFUNIXSocketChannel sleeper;

    /** What is sent; guarded by this. */
    private final ByteBuffer one = ByteBuffer.allocateDirect(1);

    /** Where it is received; for the thread that waits. */
    private final ByteBuffer received = ByteBuffer.allocateDirect(256);

    private boolean closed;

    SelectorWakeup(Selector selector) throws IOException {
        this.selector = selector;
        AFUNIXSocketPair<AFUNIXSocketChannel> pair = AFUNIXSocketPair.open();
        waker = pair.getSocket1();
        sleeper = pair.getSocket2();
        try {
            waker.configureBlocking(false);
            sleeper.configureBlocking(false);
            sleeper.register(selector, SelectionKey.OP_READ, this);
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Ends the present wait, or the next one if there is none. */
    synchronized void wake() {
        if (closed) {
            return;
        }
        // An interrupt closes the channel that it hits: the one that is pending waits, and one that comes is made up
        // for.
        boolean interrupted = Thread.interrupted();
        try {
            if (waker.isOpen()) {
                waker.write(one.clear());
            } else {
                selector.wakeup();
            }
        } catch (IOException hitByAnInterrupt) {
            selector.wakeup();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Forgets that it was woken; for the thread that waits, after a wait and not while it looks at the selected keys. */
    void reset() throws IOException {
        int count;
        do {
            count = sleeper.read(received.clear());
        } while (count == received.capacity());
        if (count < 0) {
            // The other end was hit by an interrupt.
            sleeper.close();
        }
    }

    synchronized void close() throws IOException {
        closed = true;
        try {
            waker.close();
        } finally {
            sleeper.close();
        }
    }
}
