package dev.patchbay.itests.client;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Random;

/**
 * Sends a large message and does not read the echo until the server has stopped reading. Then compares the echo byte by
 * byte.
 */
public final class Exchange {

    private static final int PIECE = 1 << 16;

    /** How long the server has to take nothing before it counts as having stopped. */
    private static final long STALL_MILLIS = 500;

    private final SocketChannel channel;
    private final long total;
    private final Source toSend = new Source();
    private final Source toExpect = new Source();
    private final ByteBuffer out = ByteBuffer.allocate(PIECE).limit(0);
    private final ByteBuffer in = ByteBuffer.allocate(PIECE);
    private long sent;
    private long received;
    private long sentBeforeReading;

    Exchange(SocketChannel channel, long total) {
        this.channel = channel;
        this.total = total;
    }

    /** The same bytes again and again for each that asks: of a generator, as two copies of them would be too large. */
    private static final class Source {
        private final Random random = new Random(42);
        private final byte[] piece = new byte[PIECE];
        private int position = PIECE;

        byte next() {
            if (position == PIECE) {
                random.nextBytes(piece);
                position = 0;
            }
            return piece[position++];
        }
    }

    /** Returns how many bytes the server and the kernel took before anything was read. */
    public long sentBeforeReading() {
        return sentBeforeReading;
    }

    /** Returns when everything was sent and everything has come back. */
    void run() throws IOException {
        channel.configureBlocking(false);
        try (Selector selector = Selector.open()) {
            SelectionKey key = channel.register(selector, SelectionKey.OP_WRITE);
            while (sent < total && selector.select(STALL_MILLIS) > 0) {
                selector.selectedKeys().clear();
                send();
            }
            sentBeforeReading = sent;
            while (received < total) {
                key.interestOps(SelectionKey.OP_READ | (sent < total ? SelectionKey.OP_WRITE : 0));
                selector.select();
                selector.selectedKeys().clear();
                receive();
                send();
            }
        }
        channel.configureBlocking(true);
    }

    private void send() throws IOException {
        while (sent < total) {
            if (!out.hasRemaining()) {
                fill();
            }
            int count = channel.write(out);
            sent += count;
            if (out.hasRemaining()) {
                return;
            }
        }
    }

    private void fill() {
        out.clear().limit((int) Math.min(PIECE, total - sent));
        while (out.hasRemaining()) {
            out.put(toSend.next());
        }
        out.flip();
    }

    private void receive() throws IOException {
        in.clear();
        if (channel.read(in) < 0) {
            throw new EOFException("the server closed the connection after " + received + " of " + total + " bytes");
        }
        in.flip();
        while (in.hasRemaining()) {
            byte expected = toExpect.next();
            byte actual = in.get();
            if (actual != expected) {
                throw new AssertionError("byte " + received + " should be " + expected + ", and is " + actual);
            }
            received++;
        }
    }
}
