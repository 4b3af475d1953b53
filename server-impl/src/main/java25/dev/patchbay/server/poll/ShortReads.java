package dev.patchbay.server.poll;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * The sockets of one poller whose last read came up short, though more may be queued.
 *
 * <p>A read that brings less than it asked for has nearly always emptied the socket. But the kernel also ends one where
 * the sender attached something that the reader did not ask for: file descriptors, credentials, a byte out of band
 * (unix(7)). What is queued after that was announced before the read, so edge-triggered epoll will not announce it again.
 * A plain recv(2) does not report such a boundary; recvmsg(2) would, and asking for more always ends with {@code EAGAIN}.
 * Both were measured: of a round trip of a small message, recvmsg instead of recv costs 5 %, a second recv 7 %. So no
 * message pays for this. A socket that has been silent since its short read is looked at once, {@link #SILENCE_MILLIS} to
 * twice that later, and where input is found, reads go on until nothing comes, for as long as that happens.
 *
 * <p>{@link #look} belongs to the thread that carries the loop, a {@link Socket} to whoever has the turn of its
 * connection.
 */
final class ShortReads {

    /** A socket that is busy is not looked at, so this is longer than most pauses between two messages under load. */
    static final int SILENCE_MILLIS = 100;

    /** So many reads in a row may find nothing more before short reads are believed again. */
    private static final int READS_IN_VAIN = 16;

    private static final int BELIEVED = 0;
    private static final int FRESH = 1;
    private static final int SILENT = 2;

    private static final VarHandle LISTED;
    private static final VarHandle STATE;

    static {
        try {
            LISTED = MethodHandles.lookup().findVarHandle(ShortReads.class, "listed", Socket.class);
            STATE = MethodHandles.lookup().findVarHandle(Socket.class, "state", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Runnable startTimer;

    /** The first of the sockets to look at; each knows the next. */
    private volatile Socket listed;

    /**
     * Makes an empty list.
     *
     * @param startTimer lets {@link #look} be called after {@link #SILENCE_MILLIS}; may be run by any thread
     */
    ShortReads(Runnable startTimer) {
        this.startTimer = startTimer;
    }

    /** Looks at the sockets that have been silent since the last look. */
    void look(Consumer<Socket> silent) {
        Socket socket = (Socket) LISTED.getAndSet(this, null);
        while (socket != null) {
            Socket next = socket.next;
            if (!socket.closed) {
                if (STATE.compareAndSet(socket, FRESH, SILENT) || !STATE.compareAndSet(socket, SILENT, BELIEVED)) {
                    list(socket);
                } else {
                    silent.accept(socket);
                }
            }
            socket = next;
        }
    }

    private void list(Socket socket) {
        Socket first;
        do {
            first = listed;
            socket.next = first;
        } while (!LISTED.compareAndSet(this, first, socket));
        if (first == null) {
            startTimer.run();
        }
    }

    /** A socket and how its reads end. */
    static final class Socket {
        final int descriptor;
        final long slot;
        private final ShortReads all;

        /** Whether the last short read is believed; the socket is listed unless it is. */
        private volatile int state;

        private Socket next;

        /** How many more reads may find nothing before short reads are believed; set by the loop's thread as well. */
        private volatile int readsInVain;

        private volatile boolean closed;

        Socket(ShortReads all, int descriptor, long slot) {
            this.all = all;
            this.descriptor = descriptor;
            this.slot = slot;
        }

        /** Takes note of how a read has ended, and returns whether another one should follow though it came up short. */
        boolean mayHaveMore(int count, int length) {
            if (readsInVain > 0) {
                if (count == 0) {
                    readsInVain--;
                }
                return count > 0;
            }
            if (count > 0 && count < length && state != FRESH && (int) STATE.getAndSet(this, FRESH) == BELIEVED) {
                all.list(this);
            }
            return false;
        }

        /** There was more after a short read: does not believe the next ones. */
        void hadMore() {
            readsInVain = READS_IN_VAIN;
        }

        /** The socket is about to be closed; its descriptor means nothing from now on. */
        synchronized void close() {
            closed = true;
        }

        boolean isClosed() {
            return closed;
        }
    }
}
