package dev.patchbay.server.poll;

import static dev.patchbay.server.poll.Pollable.HANGUP;
import static dev.patchbay.server.poll.Pollable.INPUT_ENDED;
import static dev.patchbay.server.poll.Pollable.READABLE;
import static dev.patchbay.server.poll.Pollable.WRITABLE;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.newsclub.net.unix.AFUNIXSelectorProvider;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * The poller for every platform, on junixsocket's selector. Its cost grows with the number of connections.
 *
 * <p>A connection that passes descriptors is read through junixsocket, which has room for 60 with one message; it fails when a
 * client sends more, and leaves those open.
 */
public final class PortablePoller implements Poller {

    private final Selector selector;
    private Pollable[] targets = new Pollable[64];
    private int[] readiness = new int[64];
    private int ready;
    private volatile boolean awake = true;

    /** Opens a selector. */
    public PortablePoller() throws IOException {
        selector = AFUNIXSelectorProvider.provider().openSelector();
    }

    @Override
    public String name() {
        return "portable";
    }

    @Override
    public Port open(ClientSocket socket, Pollable target) throws IOException {
        AFUNIXSocketChannel channel = socket.channel();
        channel.configureBlocking(false);
        Entry entry = new Entry(target);
        entry.key = channel.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE, entry);
        refresh();
        return new SelectorPort(channel, entry);
    }

    @Override
    public Listening listen(AFUNIXServerSocketChannel channel, Pollable target) throws IOException {
        Entry entry = new Entry(target);
        entry.key = channel.register(selector, SelectionKey.OP_ACCEPT, entry);
        refresh();
        return entry;
    }

    @Override
    public int await(long timeoutMillis) throws IOException {
        ready = 0;
        awake = false;
        try {
            if (timeoutMillis < 0) {
                selector.select();
            } else {
                selector.select(timeoutMillis);
            }
        } catch (SocketTimeoutException nothingReady) {
            return 0;
        } finally {
            awake = true;
        }
        for (SelectionKey key : selector.selectedKeys()) {
            add((Entry) key.attachment(), key.readyOps());
        }
        return ready;
    }

    @Override
    public Pollable target(int index) {
        Pollable target = targets[index];
        targets[index] = null;
        return target;
    }

    @Override
    public int readiness(int index) {
        return readiness[index];
    }

    @Override
    public void wakeup() {
        selector.wakeup();
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot close the selector", e);
        }
    }

    private void add(Entry entry, int operations) {
        if (ready == targets.length) {
            targets = java.util.Arrays.copyOf(targets, ready * 2);
            readiness = java.util.Arrays.copyOf(readiness, ready * 2);
        }
        targets[ready] = entry.target;
        readiness[ready++] = entry.told(operations);
    }

    /** A change to what is waited for is seen by the next wait; this ends the present one. */
    private void refresh() {
        if (!awake) {
            selector.wakeup();
        }
    }

    /** A registered socket. */
    private final class Entry implements Listening {
        final Pollable target;
        SelectionKey key;

        Entry(Pollable target) {
            this.target = target;
        }

        /**
         * Tells once: what was reported is not waited for until it is asked for again.
         *
         * <p>junixsocket marks the key of a socket whose peer has hung up as invalid, and forgets it at the next select. That
         * is no loss: from now on such a socket never has to be waited for, reads find bytes or the end, writes fail.
         */
        int told(int operations) {
            int told = key.isValid() ? 0 : READABLE | WRITABLE | INPUT_ENDED | HANGUP;
            if ((operations & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT)) != 0) {
                told |= READABLE;
            }
            if ((operations & SelectionKey.OP_WRITE) != 0) {
                told |= WRITABLE;
            }
            key.interestOps(key.interestOps() & ~(operations & (SelectionKey.OP_READ | SelectionKey.OP_WRITE)));
            return told;
        }

        void want(int operation) {
            key.interestOps(key.interestOps() | operation);
            refresh();
        }

        @Override
        public void pause(boolean paused) {
            key.interestOps(paused ? 0 : SelectionKey.OP_ACCEPT);
            refresh();
        }

        @Override
        public void cancel() {
            key.cancel();
        }
    }

    /** A connection whose bytes go through junixsocket's channel. */
    private static final class SelectorPort extends Port {
        private final Entry entry;

        SelectorPort(AFUNIXSocketChannel channel, Entry entry) {
            super(channel);
            this.entry = entry;
        }

        @Override
        protected int readBytes(Chunk into, int offset, int length) throws IOException {
            return readChannel(into, offset, length);
        }

        @Override
        protected int writeBytes(Chunk from, int offset, int length) throws IOException {
            return writeChannel(from, offset, length);
        }

        @Override
        protected void awaitReadable() {
            entry.want(SelectionKey.OP_READ);
        }

        @Override
        protected void awaitWritable() {
            entry.want(SelectionKey.OP_WRITE);
        }

        @Override
        public void close() throws IOException {
            entry.key.cancel();
            super.close();
        }
    }
}
