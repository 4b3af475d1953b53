package dev.patchbay.protocols.proxy;

import dev.patchbay.api.ConnectionRef;
import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;

/**
 * Watches channels for connections: sends a connection a message when its channel is ready for what it waits for. It outlives
 * the handlers; with OSGi, it is a service of its own. All methods may be called from any thread.
 */
public final class Readiness implements AutoCloseable {

    private static final String READY = "ready";

    private final Selector selector;

    /** Begins to watch. */
    public Readiness() throws IOException {
        selector = Selector.open();
        Thread thread = new Thread(this::run, "readiness");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (selector.isOpen()) {
                selector.select(Readiness::announce);
            }
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException("no channel is watched any longer", failure);
        }
    }

    private static void announce(SelectionKey key) {
        try {
            key.interestOpsAnd(~key.readyOps());
            ((ConnectionRef) key.attachment()).send(READY);
        } catch (CancelledKeyException closed) {
            key.attach(null);
        }
    }

    /** Watches a channel for a connection, at first for input. */
    void watch(SocketChannel channel, ConnectionRef connection) throws ClosedChannelException {
        channel.register(selector, SelectionKey.OP_READ, connection);
        selector.wakeup();
    }

    /** Waits once more until the channel is ready for any of the operations. */
    void await(SocketChannel channel, int operations) {
        channel.keyFor(selector).interestOpsOr(operations);
        selector.wakeup();
    }

    /** Closes a channel. */
    void close(SocketChannel channel) {
        try {
            channel.close();
            selector.wakeup(); // The selector holds the descriptor until it looks.
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    /** Ends watching; the channels stay open. */
    @Override
    public void close() throws IOException {
        selector.close();
    }
}
