package dev.patchbay.web.route;

import dev.patchbay.web.control.ControlConnection;
import dev.patchbay.web.control.ControlUnavailable;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The lines that the control server sends, read by a thread of their own, so that another thread can wait for them for a
 * limited time. If nobody takes them, the thread stops reading, and the control server sees a slow client.
 */
final class ControlLines implements AutoCloseable {

    private static final int CAPACITY = 64;

    private final ControlConnection connection;
    private final BlockingQueue<byte[]> lines = new ArrayBlockingQueue<>(CAPACITY);
    private final Thread thread = new Thread(this::read, "patchbay-web-events");

    private volatile boolean over;

    /** Begins to read. */
    ControlLines(ControlConnection connection) {
        this.connection = connection;
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        try {
            while (true) {
                lines.put(connection.line());
            }
        } catch (ControlUnavailable | InterruptedException e) {
            over = true;
        }
    }

    /** Returns the next line; null if none comes in time. */
    byte[] next(long millis) throws InterruptedException {
        return lines.poll(millis, TimeUnit.MILLISECONDS);
    }

    /** Returns whether all lines were taken, and no more will come. */
    boolean areOver() {
        return over && lines.isEmpty();
    }

    /** Ends the thread. */
    @Override
    public void close() {
        thread.interrupt();
        connection.close();
    }
}
