package dev.patchbay.server.poll;

import static dev.patchbay.server.poll.Pollable.HANGUP;
import static dev.patchbay.server.poll.Pollable.INPUT_ENDED;
import static dev.patchbay.server.poll.Pollable.READABLE;
import static dev.patchbay.server.poll.Pollable.WRITABLE;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import org.newsclub.net.unix.AFUNIXSelectorProvider;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * The poller for every platform, based on junixsocket's selector. The cost of a wait grows with the number of connections.
 *
 * <p>junixsocket can receive 60 descriptors with one message, whatever size its buffer has. If a client sends more, its connection
 * ends with a {@link TooManyDescriptorsException}, and those 60 descriptors stay open until the process ends, because junixsocket
 * does not report which they are. A handler that accepts descriptors from clients it does not trust therefore needs {@code
 * epoll}.
 */
public final class PortablePoller implements Poller {

    private final Selector selector;
    private Entry[] entries = new Entry[64];
    private int[] readiness = new int[64];
    private int ready;
    private volatile boolean awake = true;

    /** Whether the present wait, or the next one, was ended by {@link #wakeup}. */
    private final AtomicBoolean woken = new AtomicBoolean();

    /** Whether a wake-up has failed, or none was made yet by the thread that makes up for them. */
    private volatile boolean wakeupFailed = true;

    /** Opens a selector. */
    public PortablePoller() throws IOException {
        try {
            selector = AFUNIXSelectorProvider.provider().openSelector();
        } catch (LinkageError | UnsupportedOperationException e) {
            throw new IOException(
                    "junixsocket's native library is not available; if this Java denies native access, start it with"
                            + " --enable-native-access=ALL-UNNAMED",
                    e);
        }
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
        return new SelectorPort(socket, channel, entry);
    }

    @Override
    public Listening listen(AFUNIXServerSocketChannel channel, Pollable target) throws IOException {
        Listener entry = new Listener(target, channel);
        entry.key = channel.register(selector, SelectionKey.OP_ACCEPT, entry);
        refresh();
        return entry;
    }

    @Override
    public int await(long timeoutMillis) throws IOException {
        ready = 0;
        awake = false;
        Thread.interrupted();
        try {
            select(timeoutMillis);
        } catch (SocketTimeoutException nothingReady) {
            return 0;
        } finally {
            woken.set(false);
            awake = true;
            Thread.interrupted();
        }
        for (SelectionKey key : selector.selectedKeys()) {
            add(key);
        }
        return ready;
    }

    private void select(long timeoutMillis) throws IOException {
        if (timeoutMillis < 0) {
            selector.select();
        } else if (timeoutMillis == 0) {
            selector.selectNow();
        } else {
            selector.select(timeoutMillis);
        }
    }

    @Override
    public Pollable target(int index) {
        Entry entry = entries[index];
        entries[index] = null;
        return entry.cancelled ? null : entry.target;
    }

    @Override
    public int readiness(int index) {
        return readiness[index];
    }

    /**
     * {@inheritDoc} junixsocket writes to a pipe, and blocks when that is full, so one write is made for a wait. It allocates
     * memory for the first wake-up of each thread. If there is none, {@link #repeatFailedWakeup} makes up for it.
     */
    @Override
    public void wakeup() {
        if (woken.get() || !woken.compareAndSet(false, true)) {
            return;
        }
        try {
            selector.wakeup();
        } catch (OutOfMemoryError noMemory) {
            woken.set(false);
            wakeupFailed = true;
        }
    }

    /** The first call wakes in any case, so that the calling thread has the memory when there is none left. */
    @Override
    public void repeatFailedWakeup() {
        if (wakeupFailed) {
            wakeupFailed = false;
            wakeup();
        }
    }

    @Override
    public void close() {
        try {
            selector.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot close the selector", e);
        }
    }

    private void add(SelectionKey key) {
        if (ready == entries.length) {
            entries = Arrays.copyOf(entries, ready * 2);
            readiness = Arrays.copyOf(readiness, ready * 2);
        }
        Entry entry = (Entry) key.attachment();
        int reported = entry.report(key);
        entries[ready] = entry;
        readiness[ready++] = reported;
    }

    /** Ends the wait in progress, since only the next one takes note of a change. */
    private void refresh() {
        if (!awake) {
            wakeup();
        }
    }

    /** A registered socket. */
    private class Entry {
        final Pollable target;
        SelectionKey key;

        /** Whether the socket is closed, or about to be. */
        volatile boolean cancelled;

        Entry(Pollable target) {
            this.target = target;
        }

        /**
         * Returns the readiness. What it reports is not waited for until it is requested again.
         *
         * <p>When the peer has hung up, junixsocket marks the key of the socket as invalid and drops it at the next select. That
         * does no harm: such a socket is always ready, because reads find bytes or the end of input, and writes fail.
         */
        int report(SelectionKey mine) {
            int reported = mine.isValid() ? 0 : READABLE | WRITABLE | INPUT_ENDED | HANGUP;
            int operations = mine.readyOps();
            if ((operations & (SelectionKey.OP_READ | SelectionKey.OP_ACCEPT)) != 0) {
                reported |= READABLE;
            }
            if ((operations & SelectionKey.OP_WRITE) != 0) {
                reported |= WRITABLE;
            }
            // Atomically, because another thread may request the other operation at the same time.
            mine.interestOpsAnd(~(operations & (SelectionKey.OP_READ | SelectionKey.OP_WRITE)));
            return reported;
        }

        void want(int operation) {
            if (!cancelled) {
                key.interestOpsOr(operation);
                refresh();
            }
        }

        void cancelKey() {
            cancelled = true;
            key.cancel();
        }
    }

    /** A registered server socket. */
    private final class Listener extends Entry implements Listening {
        private final AFUNIXServerSocketChannel channel;

        Listener(Pollable target, AFUNIXServerSocketChannel channel) {
            super(target);
            this.channel = channel;
        }

        @Override
        public ClientSocket accept() throws IOException {
            AFUNIXSocketChannel accepted = channel.accept();
            return accepted == null ? null : ClientSocket.of(accepted);
        }

        @Override
        public void pause(boolean paused) {
            if (!cancelled) {
                key.interestOps(paused ? 0 : SelectionKey.OP_ACCEPT);
                refresh();
            }
        }

        @Override
        public void cancel() {
            cancelKey();
        }
    }

    /** A connection whose bytes go through junixsocket's channel. */
    private static final class SelectorPort extends ChannelPort {
        private final Entry entry;

        SelectorPort(ClientSocket socket, AFUNIXSocketChannel channel, Entry entry) {
            super(socket, channel);
            this.entry = entry;
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
            try {
                entry.cancelKey();
            } finally {
                super.close();
            }
        }
    }
}
