package dev.patchbay.server.engine;

import dev.patchbay.server.config.SocketConfig;
import dev.patchbay.server.engine.loop.EventLoop;
import dev.patchbay.server.poll.ClientSocket;
import dev.patchbay.server.poll.Pollable;
import dev.patchbay.server.poll.Poller;
import dev.patchbay.server.socket.FileUpkeep;
import dev.patchbay.server.socket.ListeningSocket;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.newsclub.net.unix.InvalidArgumentSocketException;
import org.newsclub.net.unix.InvalidSocketException;
import org.newsclub.net.unix.SocketClosedException;

/**
 * The accept loop: accepts the connections of a listening socket on an event loop, without a thread of its own.
 *
 * <p>The socket is non-blocking and waits in the poller of the loop. When it is ready, the acceptor accepts connections
 * until there are none left, or until it has accepted {@link #BURST} of them and other sockets are due. If accepting
 * fails, as it does when descriptors run out, the acceptor pauses, longer each time. New connections wait in the
 * backlog meanwhile, and established ones are not affected. If the socket itself is gone, the acceptor releases what
 * belongs to it, and the {@link SocketKeeper} opens another.
 *
 * <p>{@link #ready}, and all that follows from it, runs on the loop's thread. The other methods may be called from any
 * thread.
 */
final class Acceptor implements Pollable {

    /** The number of connections accepted before the loop serves other sockets. */
    private static final int BURST = 64;

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    /** If a pause has been over for this time, the timer has had no memory to end it. */
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Server server;
    private final ListeningSocket socket;
    private final AcceptRate rate = new AcceptRate();

    /** The loop that accepts. Written on the thread of the loop that the acceptor leaves. */
    private volatile EventLoop loop;

    /** The registration with the loop's poller; null while there is none. Written on the loop's thread. */
    private volatile Poller.Listening listening;

    /** The length of the last pause after a failure; 0 after a success. Owned by the loop's thread. */
    private long pauseMillis;

    /** Whether the acceptor pauses. Written on the loop's thread. */
    private volatile boolean paused;

    /** The time at which the pause is over. Written on the loop's thread. */
    private volatile long pausedUntil;

    /** Whether the name of the socket was removed, so that a repeated close does not look for it. Guarded by this. */
    private boolean unpublished;

    /** Whether the socket is closed or lost. Written on the loop's thread, never reset. */
    private volatile boolean closed;

    /** Completes when the acceptor has arrived at the loop that it was last moved to. Guarded by this. */
    private CompletableFuture<Void> arrived = CompletableFuture.completedFuture(null);

    Acceptor(Server server, EventLoop loop, ListeningSocket socket) {
        this.server = server;
        this.loop = loop;
        this.socket = socket;
    }

    /** Returns the address that clients connect to. */
    String address() {
        return socket.address();
    }

    /** Returns whether the socket is closed or lost. */
    boolean isClosed() {
        return closed;
    }

    /** Changes the mode and the group of the socket file; the path stays. */
    void change(SocketConfig wanted) throws IOException {
        socket.change(wanted);
    }

    /** See {@link ListeningSocket#keepFile}. */
    FileUpkeep keepFile() throws IOException {
        return socket.keepFile();
    }

    /**
     * Moves to another loop, after it has arrived at the one that it was moved to before.
     *
     * @return completes when the acceptor has left its present loop, and accepts no connection there any more
     */
    synchronized CompletableFuture<Void> moveTo(EventLoop other) {
        CompletableFuture<Void> left = new CompletableFuture<>();
        arrived = arrived.thenCompose(nothing -> move(other, left));
        return left;
    }

    private CompletableFuture<Void> move(EventLoop other, CompletableFuture<Void> left) {
        CompletableFuture<Void> there = new CompletableFuture<>();
        if (loop == other) {
            left.complete(null);
            there.complete(null);
            return there;
        }
        loop.post(() -> {
            stopListening();
            loop = other;
            other.post(() -> {
                startAgain();
                there.complete(null);
            });
            left.complete(null);
        });
        return there;
    }

    private void stopListening() {
        Poller.Listening leaving = listening;
        listening = null;
        if (leaving == null) {
            return;
        }
        try {
            leaving.cancel();
        } catch (RuntimeException e) {
            server.events().error(server.name(), "cannot stop waiting for connections at " + socket.address(), e);
        }
    }

    private void startAgain() {
        try {
            if (!closed) {
                start();
            }
        } catch (IOException | RuntimeException e) {
            lose(e);
        }
    }

    /** Registers the socket with the loop's poller, and so begins to accept. */
    void start() throws IOException {
        listening = loop.poller().listen(socket.channel(), this);
    }

    /** Accepts new connections. Called on the loop's thread. */
    @Override
    public void ready(int readiness) {
        // An interrupt flag left by a handler would close the socket at the next accept of the portable poller.
        Thread.interrupted();
        if ((readiness & HANGUP) != 0 && !closed) {
            lose(new ClosedChannelException());
            return;
        }
        for (int i = 0; i < BURST && !closed && listening != null; i++) {
            long wait =
                    rate.take(server.config().acceptRate(), server.resources().nanoTime());
            if (wait > 0) {
                pauseFor(wait);
                return;
            }
            if (!accept()) {
                return;
            }
        }
    }

    /**
     * Checks that the socket is still open, because a poller does not report every way in which a socket can be lost,
     * and ends a pause that is overdue. Called once a second by the housekeeper.
     */
    void check() {
        if (!closed && !socket.channel().isOpen()) {
            loop.post(() -> lose(new ClosedChannelException()));
        }
        if (paused && server.resources().nanoTime() - pausedUntil > LATE_NANOS) {
            loop.post(this::resume);
        }
    }

    /**
     * Removes the socket's name, accepts the clients that have connected by then, and closes the socket. An inherited
     * socket keeps its name: its clients wait in the backlog for the next server. If memory runs out, the caller repeats
     * the call.
     *
     * @param acceptPending false if no client is to be accepted any more
     * @return completes when the socket is closed
     */
    CompletableFuture<Void> close(boolean acceptPending) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Runnable close = () -> {
            try {
                closeOnLoop(acceptPending);
            } finally {
                done.complete(null);
            }
        };
        unpublish();
        synchronized (this) {
            if (arrived.isDone()) {
                // Not as a dependent of the future, which would keep an error from the caller.
                loop.post(close);
            } else {
                arrived.thenRun(() -> loop.post(close));
            }
        }
        return done;
    }

    private synchronized void unpublish() {
        if (unpublished) {
            return;
        }
        try {
            if (!socket.unpublish()) {
                String what = "the socket file " + socket.address()
                        + " was removed or replaced while the server listened; what is there now is left as it is";
                server.events().error(server.name(), what, new NoSuchFileException(socket.address()));
            }
        } catch (IOException | RuntimeException e) {
            server.events().error(server.name(), "cannot remove " + socket.address(), e);
        }
        unpublished = true;
    }

    private void closeOnLoop(boolean acceptPending) {
        if (closed) {
            return;
        }
        Thread.interrupted();
        // No more than the backlog can be waiting. Without a bound, clients that keep connecting would delay the close.
        int most = acceptPending && !socket.isInherited()
                ? server.config().socket().backlog()
                : 0;
        for (int i = 0; i < most && !closed && listening != null && accept(); i++) {}
        if (!closed) {
            closed = true;
            stopListening();
            closeSocket();
        }
    }

    private void closeSocket() {
        try {
            socket.close();
        } catch (IOException | RuntimeException e) {
            server.events().error(server.name(), "cannot close the socket " + socket.address(), e);
        }
    }

    /** Releases what belongs to the socket, which is gone, and reports the loss. Called on the loop's thread. */
    private void lose(Throwable cause) {
        if (closed) {
            return;
        }
        closed = true;
        cancelListening();
        closeSocket();
        server.socketLost(this, cause);
    }

    /**
     * Removes the socket from the poller. If another thread has closed the channel, the descriptor may still be open,
     * and the poller would report it without end.
     */
    private void cancelListening() {
        Poller.Listening gone = listening;
        listening = null;
        try {
            if (gone != null) {
                gone.cancel();
            }
        } catch (RuntimeException theDescriptorIsClosed) {
            // The poller forgets the descriptor when its last copy is closed, which comes next.
            return;
        }
    }

    private boolean isGone(Throwable failure) {
        return !socket.channel().isOpen()
                || failure instanceof ClosedChannelException
                || failure instanceof SocketClosedException
                || failure instanceof InvalidSocketException
                || failure instanceof InvalidArgumentSocketException;
    }

    /** Accepts a connection. Returns false if there is none, or if a failure calls for a pause. */
    private boolean accept() {
        try {
            ClientSocket client = listening.accept();
            if (client == null) {
                return false;
            }
            if (server.intake().receive(client)) {
                pauseMillis = 0;
                return true;
            }
            backOff();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            if (isGone(e)) {
                lose(e);
            } else {
                server.reportShortage(
                        "cannot accept connections at " + socket.address() + "; it is tried again until it succeeds",
                        e);
                backOff();
            }
        }
        return false;
    }

    private void backOff() {
        pauseMillis = pauseMillis == 0 ? FIRST_PAUSE_MILLIS : Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
        pauseFor(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
    }

    /** Stops accepting for a while; new connections wait in the backlog. */
    private void pauseFor(long nanos) {
        if (listening != null) {
            listening.pause(true);
        }
        pausedUntil = server.resources().nanoTime() + nanos;
        paused = true;
        try {
            server.resources().timer().schedule(() -> loop.post(this::resume), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | Error noTimer) {
            // The check of the housekeeper ends the pause.
            return;
        }
    }

    private void resume() {
        if (!closed && listening != null) {
            listening.pause(false);
        }
        // Last: if there was no memory for that, the housekeeper's check repeats it.
        paused = false;
    }
}
