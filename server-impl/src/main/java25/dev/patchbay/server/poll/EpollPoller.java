package dev.patchbay.server.poll;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * The fast poller: Linux {@code epoll}, edge-triggered, with {@code recv} and {@code send} on the descriptors that
 * junixsocket accepted.
 *
 * <p>Each event carries the number of a slot and the slot's generation, so an event for a socket that was closed in the
 * meantime is recognised even if its slot serves another by now.
 */
final class EpollPoller implements Poller {

    private static final int MAX_EVENTS = 256;
    private static final int CONNECTION = Epoll.IN | Epoll.OUT | Epoll.PEER_ENDED | Epoll.EDGE;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /** The data of the event that {@link #wakeup} causes. */
    private static final long WAKEUP = -1;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment events = arena.allocate((long) MAX_EVENTS * Epoll.EVENT_SIZE, 8);
    private final long eventsAddress = events.address();
    private final MemorySegment state = arena.allocate(Epoll.STATE_SIZE, 8);
    private final MemorySegment change = arena.allocate(Epoll.EVENT_SIZE, 8);
    private final MemorySegment changeState = arena.allocate(Epoll.STATE_SIZE, 8);
    private final MemorySegment counter = arena.allocate(Long.BYTES, 8);
    private final Slots slots = new Slots();
    private final int epoll;
    private final int wakeup;
    private boolean closed;

    EpollPoller() throws IOException {
        epoll = Epoll.check("epoll_create1", Epoll.create(state));
        int descriptor = Epoll.eventDescriptor(state);
        if (descriptor < 0) {
            Epoll.close(state, epoll);
        }
        wakeup = Epoll.check("eventfd", descriptor);
        control(Epoll.ADD, wakeup, Epoll.IN | Epoll.EDGE, WAKEUP);
    }

    @Override
    public String name() {
        return "epoll";
    }

    @Override
    public Port open(ClientSocket socket, Pollable target) throws IOException {
        int descriptor = socket.descriptor();
        long slot = slots.take(target);
        try {
            control(Epoll.ADD, descriptor, CONNECTION, slot);
        } catch (IOException e) {
            slots.free(slot);
            throw e;
        }
        return new EpollPort(socket.channel(), descriptor, slot);
    }

    @Override
    public Listening listen(AFUNIXServerSocketChannel channel, Pollable target) throws IOException {
        int descriptor = FileDescriptorCast.using(channel.getFileDescriptor()).as(Integer.class);
        long slot = slots.take(target);
        control(Epoll.ADD, descriptor, Epoll.IN, slot);
        return new Listener(descriptor, slot);
    }

    @Override
    public int await(long timeoutMillis) throws IOException {
        // Under load something is ready at once, and looking is much cheaper than a call that may wait.
        int ready = Epoll.look(epoll, eventsAddress, MAX_EVENTS);
        if (ready == 0 && timeoutMillis != 0) {
            int timeout = timeoutMillis < 0 ? -1 : (int) Math.min(timeoutMillis, Integer.MAX_VALUE);
            ready = Epoll.await(state, epoll, eventsAddress, MAX_EVENTS, timeout);
        }
        return ready == -Epoll.EINTR ? 0 : Epoll.check("epoll_wait", ready);
    }

    @Override
    public Pollable target(int index) {
        long data = events.get(LONG, (long) index * Epoll.EVENT_SIZE + Epoll.EVENT_DATA);
        if (data == WAKEUP) {
            Epoll.read(state, wakeup, counter.address(), Long.BYTES);
            return null;
        }
        return slots.get(data);
    }

    @Override
    public int readiness(int index) {
        int bits = events.get(INT, (long) index * Epoll.EVENT_SIZE);
        int readiness = 0;
        if ((bits & (Epoll.IN | Epoll.PEER_ENDED | Epoll.HANGUP | Epoll.ERROR)) != 0) {
            readiness |= Pollable.READABLE;
        }
        if ((bits & (Epoll.OUT | Epoll.HANGUP | Epoll.ERROR)) != 0) {
            readiness |= Pollable.WRITABLE;
        }
        if ((bits & (Epoll.PEER_ENDED | Epoll.HANGUP | Epoll.ERROR)) != 0) {
            readiness |= Pollable.INPUT_ENDED;
        }
        if ((bits & Epoll.HANGUP) != 0) {
            readiness |= Pollable.HANGUP;
        }
        return readiness;
    }

    @Override
    public synchronized void wakeup() {
        if (!closed) {
            try (Arena call = Arena.ofConfined()) {
                MemorySegment one = call.allocate(Long.BYTES + Epoll.STATE_SIZE, 8);
                one.set(ValueLayout.JAVA_LONG, 0, 1);
                Epoll.write(one.asSlice(Long.BYTES), wakeup, one.address(), Long.BYTES);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            Epoll.close(state, wakeup);
            Epoll.close(state, epoll);
            arena.close();
        }
    }

    /** Changes what is waited for. */
    private void control(int operation, int descriptor, int bits, long data) throws IOException {
        synchronized (change) {
            change.set(INT, 0, bits);
            change.set(LONG, Epoll.EVENT_DATA, data);
            Epoll.check("epoll_ctl", Epoll.control(changeState, epoll, operation, descriptor, change.address()));
        }
    }

    /** The server socket. */
    private final class Listener implements Listening {
        private final int descriptor;
        private final long slot;
        private boolean cancelled;

        Listener(int descriptor, long slot) {
            this.descriptor = descriptor;
            this.slot = slot;
        }

        @Override
        public synchronized void pause(boolean paused) {
            if (!cancelled) {
                change(Epoll.MODIFY, paused ? 0 : Epoll.IN);
            }
        }

        @Override
        public synchronized void cancel() {
            if (!cancelled) {
                cancelled = true;
                slots.free(slot);
                change(Epoll.DELETE, 0);
            }
        }

        private void change(int operation, int bits) {
            try {
                control(operation, descriptor, bits, slot);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    /** A connection. Closing its descriptor makes the kernel forget it. */
    private final class EpollPort extends Port {
        private final int descriptor;
        private final long slot;
        private DescriptorReader descriptors;

        EpollPort(AFUNIXSocketChannel channel, int descriptor, long slot) {
            super(channel);
            this.descriptor = descriptor;
            this.slot = slot;
        }

        @Override
        protected int readBytes(Chunk into, int offset, int length) throws IOException {
            int count = Epoll.receive((MemorySegment) into.state(), descriptor, into.address() + offset, length);
            if (count > 0) {
                return count;
            }
            return count == 0 ? -1 : none("recv", count);
        }

        @Override
        protected int writeBytes(Chunk from, int offset, int length) throws IOException {
            int count = Epoll.send((MemorySegment) from.state(), descriptor, from.address() + offset, length);
            return count >= 0 ? count : none("send", count);
        }

        @Override
        protected void expectDescriptors(int max) {
            descriptors = new DescriptorReader(descriptor, max);
        }

        @Override
        protected int readWithDescriptors(Chunk into, int offset, int length) throws IOException {
            int count = descriptors.read((MemorySegment) into.state(), into.address() + offset, length);
            if (count > 0) {
                return count;
            }
            return count == 0 ? -1 : none("recvmsg", count);
        }

        @Override
        public List<FileDescriptor> takeDescriptors() {
            return descriptors == null ? List.of() : descriptors.take();
        }

        private int none(String call, int result) throws IOException {
            return result == -Epoll.EAGAIN ? 0 : Epoll.check(call, result);
        }

        @Override
        public void close() throws IOException {
            slots.free(slot);
            super.close();
        }
    }
}
