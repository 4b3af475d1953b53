package dev.patchbay.bench.load;

import dev.patchbay.bench.exchange.Conversation;
import dev.patchbay.bench.exchange.Exchange;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.Arrays;

/** A place for a connection: there is one, or none at the moment. It is for the thread of its {@link Loader}. */
final class Link {

    /** The text of EAGAIN. */
    private static final String BACKLOG_FULL = "Resource temporarily unavailable";

    private final UnixDomainSocketAddress address;
    private final Exchange exchange;
    private final Selector selector;
    private final long[] begunAt;

    private SocketChannel channel;
    private SelectionKey key;
    private Conversation conversation;
    private int underWay;

    /** Whether it is in the queue of those with room; kept by the loader. */
    boolean queued;

    /** How many attempts in a row have failed, and when the next one may be made; kept by the loader. */
    int failures;

    long retryAt;

    Link(UnixDomainSocketAddress address, Exchange exchange, Selector selector, int depth) {
        this.address = address;
        this.exchange = exchange;
        this.selector = selector;
        this.begunAt = new long[depth];
    }

    /** Connects. Returns false if the backlog of the server is full. */
    boolean open() throws IOException {
        SocketChannel opened = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            opened.configureBlocking(false);
            if (!connects(opened)) {
                opened.close();
                return false;
            }
            key = opened.register(selector, SelectionKey.OP_READ, this);
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
        channel = opened;
        conversation = exchange.converse(begunAt.length);
        underWay = 0;
        return true;
    }

    /** Where a backlog is full, some versions of the JDK throw, and others say that the connection is under way, which it is not. */
    private boolean connects(SocketChannel opened) throws IOException {
        try {
            return opened.connect(address);
        } catch (SocketException e) {
            if (BACKLOG_FULL.equals(e.getMessage())) {
                return false;
            }
            throw e;
        }
    }

    boolean isOpen() {
        return channel != null;
    }

    boolean hasRoom() {
        return underWay < begunAt.length;
    }

    int underWay() {
        return underWay;
    }

    /** Begins a message whose latency counts from a time. */
    void begin(long time) {
        begunAt[conversation.begin()] = time;
        underWay++;
    }

    /** Returns from when the latency of a message counts that has been answered. */
    long end(int slot) {
        underWay--;
        long time = begunAt[slot];
        begunAt[slot] = 0;
        return time;
    }

    /** Returns from when the latency of a slot's message counts; 0 if there is none under way. */
    long begunAt(int slot) {
        return begunAt[slot];
    }

    int slots() {
        return begunAt.length;
    }

    /** Sends what there is, as far as the socket takes it. */
    void flush() throws IOException {
        while (true) {
            ByteBuffer unsent = conversation.unsent();
            if (!unsent.hasRemaining()) {
                interest(SelectionKey.OP_READ);
                return;
            }
            int sent = channel.write(unsent);
            if (sent == 0) {
                interest(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
                return;
            }
            conversation.sent(sent);
        }
    }

    private void interest(int operations) {
        if (key.interestOps() != operations) {
            key.interestOps(operations);
        }
    }

    int read(ByteBuffer buffer) throws IOException {
        return channel.read(buffer);
    }

    Conversation conversation() {
        return conversation;
    }

    /** Closes the connection. What is under way on it is lost. */
    void close() {
        if (channel == null) {
            return;
        }
        try {
            channel.close();
        } catch (IOException e) {
            // It is of no use any more in any case.
        }
        channel = null;
        conversation = null;
        underWay = 0;
        Arrays.fill(begunAt, 0);
    }
}
