package dev.patchbay.shell.session;

import java.io.InputStream;
import java.io.InterruptedIOException;

/** What a client has typed and the shell has not read yet, bounded. All methods may be called from any thread. */
final class ShellInput extends InputStream {

    private static final int CAPACITY = 64 * 1024;

    /** A ring. Guarded by this, like the fields below. */
    private final byte[] bytes = new byte[CAPACITY];

    private int first;
    private int count;
    private boolean ended;

    /** Adds bytes, and waits while there is no room. Returns false if the input has ended. */
    synchronized boolean add(byte[] typed) throws InterruptedException {
        for (byte next : typed) {
            while (count == CAPACITY && !ended) {
                wait();
            }
            if (ended) {
                return false;
            }
            bytes[(first + count++) % CAPACITY] = next;
            notifyAll();
        }
        return !ended;
    }

    /** Ends the input after what has been added. */
    synchronized void end() {
        ended = true;
        notifyAll();
    }

    @Override
    public synchronized int read() throws InterruptedIOException {
        return await() ? take() : -1;
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) throws InterruptedIOException {
        if (length == 0) {
            return 0;
        }
        if (!await()) {
            return -1;
        }
        int taken = 0;
        while (taken < length && count > 0) {
            target[offset + taken++] = (byte) take();
        }
        return taken;
    }

    @Override
    public synchronized int available() {
        return count;
    }

    private int take() {
        int next = bytes[first] & 0xFF;
        first = (first + 1) % CAPACITY;
        count--;
        notifyAll();
        return next;
    }

    /** Waits for a byte. Returns false at the end. */
    private boolean await() throws InterruptedIOException {
        try {
            while (count == 0 && !ended) {
                wait();
            }
            return count > 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for input");
        }
    }
}
