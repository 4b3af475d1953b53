package dev.patchbay.shell.session;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * What a shell has printed and the client has not got yet, bounded: the shell waits while the client is slow. A thread of its own
 * sends it, so that it arrives in its order. All methods may be called from any thread.
 */
final class ShellOutput {

    private static final int CAPACITY = 64 * 1024;

    /** How long the thread pauses after it could not send, and how often it tries. */
    private static final long RESPITE_MILLIS = 100;

    private static final int TRIES = 100;

    private final ShellClient client;
    private final Thread thread;

    /** What waits for the thread, of one of the two streams. Guarded by this, like the fields below. */
    private final ByteBuffer waiting = ByteBuffer.allocate(CAPACITY);

    private boolean waitingIsError;
    private boolean muted;
    private volatile boolean gone;
    private boolean over;
    private int status;

    ShellOutput(ShellClient client, String name) {
        this.client = client;
        this.thread = new Thread(this::send, name);
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Returns a stream to print to. */
    OutputStream stream(boolean error) {
        return new OutputStream() {
            @Override
            public void write(int next) throws IOException {
                write(new byte[] {(byte) next}, 0, 1);
            }

            @Override
            public void write(byte[] source, int offset, int length) throws IOException {
                add(error, source, offset, length);
            }
        };
    }

    /** Drops what is printed from now on, or no longer. */
    synchronized void mute(boolean muted) {
        this.muted = muted;
    }

    private synchronized void add(boolean error, byte[] source, int offset, int length) throws IOException {
        int added = 0;
        while (added < length && !muted) {
            while (!gone && (!waiting.hasRemaining() || waiting.position() > 0 && waitingIsError != error)) {
                await();
            }
            if (gone) {
                throw new IOException("the client of this shell has gone");
            }
            waitingIsError = error;
            int part = Math.min(length - added, waiting.remaining());
            waiting.put(source, offset + added, part);
            added += part;
            notifyAll();
        }
    }

    private void await() throws IOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the client was slow", e);
        }
    }

    /** Drops everything: the client has gone. The thread ends. */
    void drop() {
        synchronized (this) {
            gone = true;
            notifyAll();
        }
        thread.interrupt();
    }

    /** Tells the client that the shell has ended, after what was printed. The thread ends then. Calls after the first do nothing. */
    synchronized void end(int status) {
        if (!over) {
            over = true;
            this.status = status;
            notifyAll();
        }
    }

    /** Waits until the thread has ended, for a bounded time. */
    void awaitEnd(long millis) throws InterruptedException {
        thread.join(millis);
    }

    private void send() {
        CharsetDecoder out = decoder();
        CharsetDecoder err = decoder();
        ByteBuffer bytes = ByteBuffer.allocate(CAPACITY + 8).flip();
        try {
            while (true) {
                boolean error;
                synchronized (this) {
                    while (!gone && !over && waiting.position() == 0) {
                        wait();
                    }
                    if (gone || waiting.position() == 0) {
                        break;
                    }
                    error = waitingIsError;
                    bytes.compact().put(waiting.flip()).flip();
                    waiting.clear();
                    notifyAll();
                }
                send(text(error ? err : out, bytes), error);
            }
            if (!gone) {
                client.ended(status);
            }
        } catch (InterruptedException | IllegalStateException e) {
            // The client has gone, or nothing can be sent to it any more.
            drop();
        }
    }

    private void send(String text, boolean error) throws InterruptedException {
        for (int tries = 1; !text.isEmpty(); tries++) {
            try {
                client.output(text, error);
                return;
            } catch (IllegalStateException e) {
                // The handler is being replaced, and too much is waiting for the next one.
                if (tries == TRIES) {
                    throw e;
                }
                Thread.sleep(RESPITE_MILLIS);
            }
        }
    }

    private static CharsetDecoder decoder() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
    }

    /** Returns the characters that are complete; the bytes of an incomplete one stay. */
    private static String text(CharsetDecoder decoder, ByteBuffer bytes) {
        CharBuffer text = CharBuffer.allocate(bytes.remaining() + 1);
        decoder.decode(bytes, text, false);
        return text.flip().toString();
    }
}
