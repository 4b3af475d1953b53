package dev.patchbay.server.poll;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.function.Consumer;

/**
 * The sockets of one poller whose last read was short, although more bytes may be queued. A read is short if it returns fewer bytes
 * than it asked for.
 *
 * <p>A short read has nearly always emptied the socket. However, the kernel also ends a read where the sender attached something for
 * which the reader did not ask: file descriptors, credentials, an out-of-band byte (unix(7)). The bytes queued after that were
 * reported before the read, so edge-triggered epoll does not report them again. A plain recv(2) does not reveal such a boundary.
 * recvmsg(2) would, and so would a second read, which ends with {@code EAGAIN}. Both were measured on the round trip of a small
 * message: recvmsg instead of recv costs 5 %, a second recv costs 7 %. This class spares messages that cost. A socket that has been
 * silent since its short read is checked once, after {@link #SILENCE_MILLIS} to twice that time. If it has input, short reads of it
 * are no longer trusted, and reads go on until one finds nothing, for as long as that happens.
 *
 * <p>{@link #look} is called by the thread that runs the loop, and {@link #mayHaveMore} by the thread that runs the strand of the
 * connection. What is known of a socket is in its {@link EpollPort}.
 */
final class ShortReads {

    /** Longer than most pauses between two messages under load, since a busy socket need not be checked. */
    static final int SILENCE_MILLIS = 100;

    /** How many reads have to find nothing before short reads are trusted again. */
    private static final int READS_IN_VAIN = 16;

    private static final int TRUSTED = 0;
    private static final int FRESH = 1;
    private static final int SILENT = 2;

    private static final VarHandle LISTED;
    private static final VarHandle STATE;

    static {
        try {
            LISTED = MethodHandles.lookup().findVarHandle(ShortReads.class, "listed", EpollPort.class);
            STATE = MethodHandles.lookup().findVarHandle(EpollPort.class, "shortRead", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Runnable startTimer;

    /** The first of the sockets to check; each has a reference to the next. */
    private volatile EpollPort listed;

    /**
     * Creates an empty list.
     *
     * @param startTimer makes {@link #look} be called after {@link #SILENCE_MILLIS}; may be run by any thread
     */
    ShortReads(Runnable startTimer) {
        this.startTimer = startTimer;
    }

    /** Passes on the sockets that have been silent since the last look. */
    void look(Consumer<EpollPort> silent) {
        EpollPort socket = (EpollPort) LISTED.getAndSet(this, null);
        while (socket != null) {
            EpollPort next = socket.nextListed;
            if (!socket.isClosed()) {
                if (STATE.compareAndSet(socket, FRESH, SILENT) || !STATE.compareAndSet(socket, SILENT, TRUSTED)) {
                    list(socket);
                } else {
                    silent.accept(socket);
                }
            }
            socket = next;
        }
    }

    private void list(EpollPort socket) {
        EpollPort first;
        do {
            first = listed;
            socket.nextListed = first;
        } while (!LISTED.compareAndSet(this, first, socket));
        if (first == null) {
            startTimer.run();
        }
    }

    /** Records how a read has ended, and returns whether another one should follow although it was short. */
    boolean mayHaveMore(EpollPort socket, int count, int length) {
        if (socket.readsInVain > 0) {
            if (count == 0) {
                socket.readsInVain--;
            }
            return count > 0;
        }
        if (count > 0
                && count < length
                && socket.shortRead != FRESH
                && (int) STATE.getAndSet(socket, FRESH) == TRUSTED) {
            list(socket);
        }
        return false;
    }

    /** Records that there was input after a short read, so that the next ones are not trusted. */
    void hadMore(EpollPort socket) {
        socket.readsInVain = READS_IN_VAIN;
    }
}
