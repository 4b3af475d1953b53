package dev.patchbay.protocols.proxy;

import dev.patchbay.api.ConnectionRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connects to other sockets for connections, and sends these what it reads, as messages. It outlives the handlers; with OSGi,
 * it is a service of its own. All methods may be called from any thread.
 */
public final class Backends implements AutoCloseable {

    /** The message that a backend sends no more. */
    static final String END = "end";

    /** The message that a backend takes bytes again. */
    static final String WRITABLE = "writable";

    /** How much may be on its way to a client; what is beyond waits in the socket. */
    private static final int MOST_BYTES = 256 * 1024;

    /** What a message counts at least, so that small ones do not fill a mailbox. */
    private static final int LEAST_BYTES = 256;

    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);

    /** The client of a backend, and how much is on its way to it. */
    private record Client(ConnectionRef connection, AtomicInteger owed) {}

    /** Begins to read. */
    public Backends() throws IOException {
        selector = Selector.open();
        Thread thread = new Thread(this::run, "backends");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(this::serve);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("no backend is read any longer", failure);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isWritable()) {
                key.interestOpsAnd(~SelectionKey.OP_WRITE);
                ((Client) key.attachment()).connection.send(WRITABLE);
            }
            if (key.isReadable()) {
                read(key, (Client) key.attachment());
            }
        } catch (CancelledKeyException closed) {
            key.attach(null);
        }
    }

    private void read(SelectionKey key, Client client) {
        int count;
        try {
            count = ((SocketChannel) key.channel()).read(buffer.clear());
        } catch (IOException reset) {
            count = -1;
        }
        if (count < 0) {
            key.interestOpsAnd(~SelectionKey.OP_READ);
            client.connection.send(END);
            return;
        }
        if (client.owed.addAndGet(counted(count)) >= MOST_BYTES) {
            key.interestOpsAnd(~SelectionKey.OP_READ);
            if (client.owed.get() < MOST_BYTES) {
                key.interestOpsOr(SelectionKey.OP_READ); // It was delivered in between.
            }
        }
        client.connection.send(
                ByteBuffer.allocate(count).put(buffer.flip()).flip().asReadOnlyBuffer());
    }

    private static int counted(int bytes) {
        return Math.max(bytes, LEAST_BYTES);
    }

    /** Connects to a socket; what it sends goes to the connection. */
    SocketChannel connect(UnixDomainSocketAddress address, ConnectionRef connection) throws IOException {
        SocketChannel channel = SocketChannel.open(address);
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, new Client(connection, new AtomicInteger()));
        selector.wakeup();
        return channel;
    }

    /** Reads on, if it was for these bytes that reading has stopped. */
    void delivered(SocketChannel channel, int bytes) {
        SelectionKey key = channel.keyFor(selector);
        int before = ((Client) key.attachment()).owed.getAndAdd(-counted(bytes));
        if (before >= MOST_BYTES && before - counted(bytes) < MOST_BYTES) {
            await(key, SelectionKey.OP_READ);
        }
    }

    /** Asks for the message {@link #WRITABLE}. */
    void awaitWritable(SocketChannel channel) {
        await(channel.keyFor(selector), SelectionKey.OP_WRITE);
    }

    private void await(SelectionKey key, int operation) {
        key.interestOpsOr(operation);
        selector.wakeup();
    }

    /** Closes a channel. */
    void close(SocketChannel channel) {
        try {
            channel.close();
            selector.wakeup(); // The selector holds the descriptor until it looks.
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Ends reading; the channels stay open. */
    @Override
    public void close() throws IOException {
        selector.close();
    }
}
