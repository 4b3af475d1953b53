package dev.patchbay.server.engine;

import dev.patchbay.server.config.SocketConfig;
import dev.patchbay.server.engine.loop.EventLoop;
import dev.patchbay.server.poll.ClientSocket;
import dev.patchbay.server.poll.Pollable;
import dev.patchbay.server.poll.Poller;
import dev.patchbay.server.socket.ListeningSocket;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.InvalidArgumentSocketException;
import org.newsclub.net.unix.InvalidSocketException;
import org.newsclub.net.unix.SocketClosedException;

/**
 * The accept loop: takes new connections off a listening socket as a guest on an event loop, without a thread of its own.
 *
 * <p>The socket is non-blocking and waits in the loop's poller. When it is ready, connections are accepted until there are
 * none left or others have to get their turn. If accepting fails, as it does when descriptors run out, the acceptor stays
 * away from the socket for a while, longer each time; new connections wait in the backlog meanwhile, and established ones
 * notice nothing. If the socket itself is gone, the acceptor releases what belongs to it, and the {@link SocketKeeper}
 * makes another.
 */
final class Acceptor implements Pollable {

    /** Connections accepted before the loop serves others. */
    private static final int BURST = 64;

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    /** A pause that has been over for so long was not ended by the timer, which may have had no memory. */
    private static final long LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Server server;
    private volatile EventLoop loop;
    private final ListeningSocket socket;
    private final AcceptRate rate = new AcceptRate();
    private volatile Poller.Listening listening;
    private long pauseMillis;

    /** Whether the acceptor stays away from the socket, and until when. Written on the loop's thread. */
    private volatile boolean paused;

    private volatile long pausedUntil;

    /** Whether the socket is closed, or lost. Written on the loop's thread. */
    private volatile boolean closed;

    /** Completes when the acceptor is where it was last sent to. Guarded by this object's lock. */
    private CompletableFuture<Void> arrived = CompletableFuture.completedFuture(null);

    Acceptor(Server server, EventLoop loop, ListeningSocket socket) {
        this.server = server;
        this.loop = loop;
        this.socket = socket;
    }

    String address() {
        return socket.address();
    }

    /** Returns whether the socket is closed, or lost. */
    boolean isClosed() {
        return closed;
    }

    /** Gives the socket another mode and group; the path stays. */
    void change(SocketConfig wanted) throws IOException {
        socket.change(wanted);
    }

    /**
     * Goes on as a guest on another loop, when it has come to the one that it was sent to before.
     *
     * @return completes when it has left the loop where it was, and takes in nobody there any more
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

    /** Begins to accept. */
    void start() throws IOException {
        listening = loop.poller().listen(socket.channel(), this);
    }

    /** There are new connections. On the loop's thread. */
    @Override
    public void ready(int readiness) {
        // What a handler may have left on this thread would close the socket at the next accept.
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

    /** Looks whether the socket is still there: a poller does not report every way in which it can go. For any thread. */
    void check() {
        if (!closed && !socket.channel().isOpen()) {
            loop.post(() -> lose(new ClosedChannelException()));
        }
        if (paused && server.resources().nanoTime() - pausedUntil > LATE_NANOS) {
            loop.post(this::resume);
        }
    }

    /**
     * Takes the socket's name away, accepts who has connected by then, and closes the socket. Whoever waits at an inherited
     * one, whose name stays, waits for the next server.
     *
     * @param takesIn false if nobody is to be accepted any more
     */
    CompletableFuture<Void> close(boolean takesIn) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        try {
            if (!socket.unpublish()) {
                String what = "the socket file " + socket.address()
                        + " was removed or replaced while the server listened;" + " what is there now is left alone";
                server.events().error(server.name(), what, new NoSuchFileException(socket.address()));
            }
        } catch (IOException | RuntimeException e) {
            server.events().error(server.name(), "cannot remove " + socket.address(), e);
        }
        synchronized (this) {
            arrived.thenRun(() -> loop.post(() -> {
                try {
                    closeOnLoop(takesIn);
                } finally {
                    done.complete(null);
                }
            }));
        }
        return done;
    }

    private void closeOnLoop(boolean takesIn) {
        if (closed) {
            return;
        }
        Thread.interrupted();
        // As many as can have been waiting; more than that come only from clients that never stop.
        int most = takesIn && !socket.isInherited() ? server.config().socket().backlog() : 0;
        for (int i = 0; i < most && !closed && accept(); i++) {}
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

    /** The socket is gone: gives back what belongs to it. On the loop's thread. */
    private void lose(Throwable cause) {
        if (closed) {
            return;
        }
        closed = true;
        forget();
        closeSocket();
        server.socketLost(this, cause);
    }

    /** A channel that was closed by another thread may have left its descriptor open, which would be reported without end. */
    private void forget() {
        Poller.Listening gone = listening;
        listening = null;
        try {
            if (gone != null) {
                gone.cancel();
            }
        } catch (RuntimeException theDescriptorIsClosed) {
            // Then the poller forgets it when its last copy is closed, next.
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

    /** Accepts a connection; false if there is none, or if it is better to wait a little. */
    private boolean accept() {
        try {
            AFUNIXSocketChannel channel = socket.channel().accept();
            if (channel == null) {
                return false;
            }
            if (server.intake().receive(new ClientSocket(channel))) {
                pauseMillis = 0;
                return true;
            }
            backOff();
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            if (isGone(e)) {
                lose(e);
            } else {
                server.complain(
                        "cannot accept connections at " + socket.address() + "; trying again until it works", e);
                backOff();
            }
        }
        return false;
    }

    private void backOff() {
        pauseMillis = pauseMillis == 0 ? FIRST_PAUSE_MILLIS : Math.min(LONGEST_PAUSE_MILLIS, 2 * pauseMillis);
        pauseFor(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
    }

    /** Stays away from the socket for a while; new connections wait in the backlog. */
    private void pauseFor(long nanos) {
        if (listening != null) {
            listening.pause(true);
        }
        pausedUntil = server.resources().nanoTime() + nanos;
        paused = true;
        try {
            server.resources().timer().schedule(() -> loop.post(this::resume), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | Error noTimer) {
            // The next check sees that the pause is over.
            return;
        }
    }

    private void resume() {
        paused = false;
        if (!closed && listening != null) {
            listening.pause(false);
        }
    }
}
