package dev.patchbay.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/**
 * Standard output or standard error, whose writers never wait. A pipe that nobody reads, or a terminal that is gone,
 * would otherwise block every thread that logs, and so the servers and their stop. A thread of this class passes the
 * bytes on. What does not fit into the buffer is dropped, and a line in the output counts it. Safe for use by several
 * threads.
 */
final class ConsoleOutput extends OutputStream {

    private static final int CAPACITY = 1 << 20;
    private static final int INITIAL_SIZE = 8 << 10;

    private final OutputStream target;

    /** Bytes that were written and not yet passed on. Guarded by this object, as are the other fields. */
    private byte[] pending = new byte[INITIAL_SIZE];

    private int pendingSize;
    private long dropped;

    /** Whether the thread is passing bytes on. */
    private boolean passing;

    private ConsoleOutput(OutputStream target) {
        this.target = target;
    }

    /**
     * Returns a stream to the target and starts its thread.
     *
     * @param name the name of the stream, for the name of the thread
     */
    static ConsoleOutput to(OutputStream target, String name) {
        ConsoleOutput output = new ConsoleOutput(target);
        Thread thread = new Thread(output::passOn, "patchbay-" + name);
        thread.setDaemon(true);
        thread.start();
        return output;
    }

    /** Returns a print stream to this stream, which encodes text as the standard stream of that name does. */
    PrintStream printer(String name) {
        String charset = System.getProperty(name + ".encoding", System.getProperty("native.encoding", ""));
        boolean known = !charset.isEmpty() && Charset.isSupported(charset);
        return new PrintStream(this, true, known ? Charset.forName(charset) : Charset.defaultCharset());
    }

    @Override
    public void write(int single) {
        write(new byte[] {(byte) single}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        if (length > CAPACITY - pendingSize) {
            dropped += length;
            return;
        }
        if (length > pending.length - pendingSize) {
            pending = Arrays.copyOf(pending, Math.min(CAPACITY, Math.max(2 * pending.length, pendingSize + length)));
        }
        System.arraycopy(bytes, offset, pending, pendingSize, length);
        pendingSize += length;
        notifyAll();
    }

    /** Waits until everything has been passed on, but no longer than this time. */
    synchronized void await(long timeoutMillis) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
        long rest = deadline - System.nanoTime();
        while ((pendingSize > 0 || passing) && rest > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, rest);
            rest = deadline - System.nanoTime();
        }
    }

    private void passOn() {
        byte[] spare = new byte[INITIAL_SIZE];
        while (true) {
            byte[] bytes;
            int size;
            synchronized (this) {
                passing = false;
                notifyAll();
                awaitBytes();
                passing = true;
                bytes = pending;
                size = pendingSize;
                pending = spare;
                pendingSize = 0;
            }
            pass(bytes, size);
            // A large buffer is left to the garbage collector.
            spare = bytes.length > INITIAL_SIZE ? new byte[INITIAL_SIZE] : bytes;
        }
    }

    private void awaitBytes() {
        while (pendingSize == 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                // Nothing asks this thread to end: code that interrupts it must not silence the process.
                continue;
            }
        }
    }

    private void pass(byte[] bytes, int size) {
        long lost;
        try {
            target.write(bytes, 0, size);
            synchronized (this) {
                lost = dropped;
                dropped = 0;
            }
            if (lost > 0) {
                String note = "patchbay: " + lost + " bytes of output were dropped here, because nobody read them\n";
                target.write(note.getBytes(StandardCharsets.US_ASCII));
            }
        } catch (IOException e) {
            // The reader is gone, or the disk is full. Either may pass, so the next bytes are tried again.
            synchronized (this) {
                dropped += size;
            }
        }
    }
}
