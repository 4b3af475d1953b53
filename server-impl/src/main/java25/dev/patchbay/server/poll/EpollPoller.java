package dev.patchbay.server.poll;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.ClosedChannelException;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * The fast poller: Linux {@code epoll}, edge-triggered for connections, whose descriptors belong to it alone: {@code accept4}, {@code
 * recv}, {@code send}, {@code close}. The server socket is junixsocket's.
 *
 * <p>Each event carries the number of a slot and the generation of that slot. An event for a socket that was closed in the meantime
 * is therefore recognized, even if another socket has the slot by now.
 *
 * <p>Room in a socket is waited for only after a write that was short. The kernel reports room each time that the client reads: a loop
 * that listens for it wakes up once for each message, in vain, before the client has even answered.
 */
final class EpollPoller implements Poller {

    private static final int MAX_EVENTS = 256;

    /** After so many looks that found nothing, waits are not preceded by one until two sockets are ready at once. */
    private static final int MOST_LOOKS_IN_VAIN = 8;

    private static final int INPUT = Epoll.IN | Epoll.PEER_ENDED | Epoll.EDGE;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    /** The data of the event caused by {@link #wakeup}. */
    private static final long WAKEUP = -1;

    /** The data of the event caused by the timer of {@link ShortReads}. */
    private static final long TIMER = -2;

    /** {@code struct itimerspec}: an interval of zero, and the time. */
    private static final int TIME_SIZE = 32;

    private static final int TIME_NANOS = 24;

    /** Freed by the garbage collector, since closing a shared arena stops every thread of the process for a moment. */
    private final Arena arena = Arena.ofAuto();

    private final Slots slots = new Slots();
    private final ShortReads shortReads = new ShortReads(this::startTimer);
    private final MemorySegment events;
    private final long eventsAddress;
    private final MemorySegment state;
    private final MemorySegment change;
    private final MemorySegment changeState;
    private final MemorySegment counter;
    private final MemorySegment time;

    /** The number written to wake the loop, and memory for the call: a wake-up must not allocate. Guarded by this. */
    private final MemorySegment one;

    private final MemorySegment wakeupState;
    private int epoll = -1;
    private int wakeup = -1;
    private int timer = -1;
    private boolean closed;

    /** How many looks in a row have found nothing, since two sockets were last ready at once. Owned by the loop's thread. */
    private int looksInVain;

    /** Whether the latest look has found as many events as there is room for. Owned by the loop's thread. */
    private boolean full;

    EpollPoller() throws IOException {
        try {
            events = arena.allocate((long) MAX_EVENTS * Epoll.EVENT_SIZE, 8);
            eventsAddress = events.address();
            state = arena.allocate(Epoll.STATE_SIZE, 8);
            change = arena.allocate(Epoll.EVENT_SIZE, 8);
            changeState = arena.allocate(Epoll.STATE_SIZE, 8);
            counter = arena.allocate(Long.BYTES, 8);
            time = arena.allocate(TIME_SIZE, 8);
            one = arena.allocate(Long.BYTES, 8);
            one.set(ValueLayout.JAVA_LONG, 0, 1);
            wakeupState = arena.allocate(Epoll.STATE_SIZE, 8);
            time.set(ValueLayout.JAVA_LONG, TIME_NANOS, ShortReads.SILENCE_MILLIS * 1_000_000L);
            epoll = Epoll.check("epoll_create1", Epoll.create(state));
            wakeup = Epoll.check("eventfd", Epoll.eventDescriptor(state));
            timer = Epoll.check("timerfd_create", Epoll.timerDescriptor(state));
            control(Epoll.ADD, wakeup, Epoll.IN | Epoll.EDGE, WAKEUP);
            control(Epoll.ADD, timer, Epoll.IN | Epoll.EDGE, TIMER);
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
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
            EpollPort port = new EpollPort(socket, descriptor, slot, this, shortReads);
            control(Epoll.ADD, descriptor, INPUT, slot);
            return port;
        } catch (IOException | RuntimeException | Error e) {
            slots.free(slot);
            throw e;
        }
    }

    @Override
    public Listening listen(AFUNIXServerSocketChannel channel, Pollable target) throws IOException {
        FileDescriptor copy = DescriptorCopies.of(channel.getFileDescriptor())[0];
        boolean complete = false;
        long slot = -1;
        try {
            int descriptor = FileDescriptorCast.using(copy).as(Integer.class);
            slot = slots.take(target);
            Listener listener = new Listener(copy, descriptor, slot);
            control(Epoll.ADD, descriptor, Epoll.IN, slot);
            complete = true;
            return listener;
        } finally {
            if (!complete) {
                if (slot >= 0) {
                    slots.free(slot);
                }
                DescriptorCopies.close(copy);
            }
        }
    }

    @Override
    public int await(long timeoutMillis) throws IOException {
        // Under load, events are ready at once, and a call that never waits is cheaper than one that may. With one
        // busy connection it would always be in vain, and cost a system call for each message.
        int ready = 0;
        if (timeoutMillis == 0 || looksInVain < MOST_LOOKS_IN_VAIN) {
            ready = Epoll.look(epoll, eventsAddress, MAX_EVENTS);
            looksInVain = ready == 0 ? looksInVain + 1 : 0;
        }
        if (ready == 0 && timeoutMillis != 0) {
            int timeout = timeoutMillis < 0 ? -1 : (int) Math.min(timeoutMillis, Integer.MAX_VALUE);
            ready = Epoll.await(state, epoll, eventsAddress, MAX_EVENTS, timeout);
            looksInVain = ready > 1 ? 0 : looksInVain;
        }
        full = ready == MAX_EVENTS;
        return ready == -Epoll.EINTR ? 0 : Epoll.check("epoll_wait", ready);
    }

    @Override
    public boolean hasMore() {
        return full;
    }

    @Override
    public Pollable target(int index) {
        long data = events.get(LONG, (long) index * Epoll.EVENT_SIZE + Epoll.EVENT_DATA);
        if (data == WAKEUP) {
            Epoll.read(state, wakeup, counter.address(), Long.BYTES);
            return null;
        }
        if (data == TIMER) {
            shortReads.look(EpollPort::reportInputAgain);
            return null;
        }
        return slots.get(data);
    }

    /** Changes whether epoll reports room. What a socket is ready for at this moment is reported in any case. */
    void watch(EpollPort port, boolean room) throws IOException {
        control(Epoll.MODIFY, port.descriptor, room ? INPUT | Epoll.OUT : INPUT, port.slot);
    }

    /** Returns whether there is something to read. Called by the thread of the loop. */
    boolean hasInput(EpollPort port) {
        return Epoll.hasInput(port.descriptor, counter.address());
    }

    void forget(EpollPort port) {
        slots.free(port.slot);
    }

    private synchronized void startTimer() {
        if (!closed) {
            Epoll.startTimer(timer, time.address());
        }
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
            Epoll.write(wakeupState, wakeup, one.address(), Long.BYTES);
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            for (int descriptor : new int[] {timer, wakeup, epoll}) {
                if (descriptor >= 0) {
                    Epoll.close(state, descriptor);
                }
            }
        }
    }

    /** Changes the events for which epoll waits. */
    private void control(int operation, int descriptor, int bits, long data) throws IOException {
        synchronized (change) {
            change.set(INT, 0, bits);
            change.set(LONG, Epoll.EVENT_DATA, data);
            Epoll.check("epoll_ctl", Epoll.control(changeState, epoll, operation, descriptor, change.address()));
        }
    }

    /**
     * A server socket for which this poller waits. It has a descriptor of its own for the socket: should other code close
     * junixsocket's, the number could belong to another file by the next accept.
     */
    private final class Listener implements Listening {
        private final FileDescriptor copy;
        private final int descriptor;
        private final long slot;
        private final PeerReader peers = new PeerReader();
        private boolean cancelled;

        /** The object for the next client, or null. Owned by the thread of the loop. */
        private AcceptedSocket spare;

        Listener(FileDescriptor copy, int descriptor, long slot) {
            this.copy = copy;
            this.descriptor = descriptor;
            this.slot = slot;
        }

        @Override
        public synchronized ClientSocket accept() throws IOException {
            if (cancelled) {
                throw new ClosedChannelException();
            }
            AcceptedSocket socket = spare == null ? new AcceptedSocket(peers) : spare;
            boolean accepted = socket.accept(descriptor);
            spare = accepted ? null : socket;
            return accepted ? socket : null;
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
                try {
                    change(Epoll.DELETE, 0);
                } finally {
                    DescriptorCopies.close(copy);
                }
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
}
