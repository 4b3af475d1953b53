package dev.patchbay.server.engine;

import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.config.SocketConfig;
import dev.patchbay.server.engine.loop.EventLoop;
import dev.patchbay.server.engine.loop.Housekeeper;
import dev.patchbay.server.socket.FileUpkeep;
import dev.patchbay.server.socket.ListeningSocket;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a server listening. It opens the socket, changes it, and opens it again when it is lost: a limited number of
 * times, with growing pauses.
 *
 * <p>{@link Lifecycle} calls {@link #open}, {@link #change} and {@link #moveTo} under its lock, and {@link #close} when
 * the server no longer runs. {@link #address} and {@link #lost} may be called from any thread.
 */
final class SocketKeeper {

    /** Opens listening sockets. */
    interface Opener {

        /**
         * Returns a listening socket; null for a server that does not listen, and gets its connections in another way.
         */
        ListeningSocket open(SocketConfig config) throws IOException;
    }

    /** Opens a socket in place of a lost one. */
    interface Replacement {

        /** Opens the socket; returns false if there is no need to. */
        boolean replace() throws IOException;
    }

    /** How long a loop may take to close a socket. A loop that a handler blocks is rescued within this time. */
    private static final long CLOSE_MILLIS = 5_000;

    /** The number of attempts to open a lost socket again, over about five seconds, before the server fails. */
    private static final int MOST_ATTEMPTS = 12;

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    /** A socket that is lost again within this time counts as another failed attempt. */
    private static final long STABLE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Server server;
    private final Lifecycle life;
    private final Opener opener;

    /**
     * The acceptor in force; null before there is a socket. Guarded by the lifecycle's lock for writing; read by any
     * thread.
     */
    private volatile Acceptor acceptor;

    /** Completes when the socket before the present one is closed. Guarded by the lifecycle's lock. */
    private CompletableFuture<Void> oldSocket = CompletableFuture.completedFuture(null);

    /** Checks whether the socket is still there; null before there is one. Guarded by the lifecycle's lock. */
    private Housekeeper.Check socketCheck;

    /** The time of the next attempt to open a lost socket; null before {@link #open}. Written once. */
    private Deadline reopening;

    /** The acceptor whose socket was lost last. Written by the thread that reports the loss. */
    private volatile Acceptor lostAcceptor;

    /** The number of attempts to open a lost socket again. Guarded by this. */
    private int attempts;

    /** The time of the last attempt that succeeded. Guarded by this. */
    private long reopenedAt;

    private final SocketFileWatch fileWatch;

    /** Whether the socket was closed because its file is lost. Guarded by the lifecycle's lock for writing. */
    private volatile boolean fileLost;

    SocketKeeper(Server server, Lifecycle life, Opener opener) {
        this.server = server;
        this.life = life;
        this.opener = opener;
        this.fileWatch = new SocketFileWatch(server, new SocketFileWatch.Files() {
            @Override
            public FileUpkeep keep() throws IOException {
                return fileLost ? FileUpkeep.LOST : acceptor.keepFile();
            }

            @Override
            public boolean openAnother() throws IOException {
                return life.replaceSocket(SocketKeeper.this::replaceFile);
            }
        });
    }

    /** Returns the address that clients connect to; empty before there is a socket. */
    String address() {
        Acceptor current = acceptor;
        return current == null ? "" : current.address();
    }

    /** Opens the socket and starts to accept. If this fails, no socket is open, and the caller calls {@link #close}. */
    void open(SocketConfig wanted, EventLoop home) throws IOException {
        reopening = new Deadline(
                server, "the attempt to open a lost socket again has failed; it is repeated", this::reopenOffTimer);
        acceptor = listen(wanted, home);
        if (acceptor != null) {
            socketCheck = new Housekeeper.Check() {
                @Override
                public void check() {
                    acceptor.check();
                    fileWatch.check();
                }
            };
            server.resources().housekeeper().add(socketCheck);
        }
    }

    private Acceptor listen(SocketConfig wanted, EventLoop home) throws IOException {
        ListeningSocket socket = opener.open(wanted);
        if (socket == null) {
            return null;
        }
        try {
            if (!socket.channel().isOpen()) {
                throw new IOException("the inherited socket " + wanted.path()
                        + " was closed within this process; restart the process to inherit it again");
            }
            Acceptor fresh = new Acceptor(server, home, socket);
            fresh.start();
            return fresh;
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Applies another configuration. A socket at a new path listens before the old one is closed. If this fails, the
     * old socket stays as it is.
     */
    void change(SocketConfig before, SocketConfig wanted, EventLoop home) throws IOException {
        if (!before.path().equals(wanted.path())) {
            // The new path may be the one before the present one, which a loop may not have released yet.
            oldSocket
                    .copy()
                    .completeOnTimeout(null, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
            Acceptor old = acceptor;
            acceptor = listen(wanted, home);
            fileLost = false;
            oldSocket = old.close(true);
        } else if (!before.equals(wanted)) {
            acceptor.change(wanted);
        }
    }

    /** Accepts on the given loop from now on. The result completes when no other loop accepts any more. */
    CompletableFuture<Void> moveTo(EventLoop home) {
        return CompletableFuture.allOf(acceptor.moveTo(home), oldSocket);
    }

    /**
     * Closes the socket, if there is one.
     *
     * @param acceptPending whether to accept the clients first that have connected by now
     * @return completes when no connection is accepted any more and the path is free
     */
    CompletableFuture<Void> close(boolean acceptPending) {
        stopChecking();
        return acceptor == null ? oldSocket : CompletableFuture.allOf(acceptor.close(acceptPending), oldSocket);
    }

    private void stopChecking() {
        if (socketCheck != null) {
            socketCheck.end();
        }
        if (reopening != null) {
            reopening.end();
        }
    }

    // ---- a lost socket

    /** Opens the socket again after its loss. Called by its acceptor, which has released it, on any thread. */
    void lost(Acceptor lost, Throwable cause) {
        if (!life.isAcceptingSoon()) {
            return;
        }
        lostAcceptor = lost;
        boolean again;
        synchronized (this) {
            again = attempts > 0 && server.resources().nanoTime() - reopenedAt < STABLE_NANOS;
            if (!again) {
                attempts = 0;
            }
        }
        try {
            if (again) {
                retry(cause);
            } else {
                reportLoss(cause);
                reopenOffTimer();
            }
        } catch (Error noMemory) {
            reopening.setForHousekeeper();
        }
    }

    private void reportLoss(Throwable cause) {
        server.events()
                .error(
                        server.name(),
                        "the listening socket at " + lostAcceptor.address()
                                + " was lost and is being opened again; clients"
                                + " that were not accepted yet are disconnected",
                        cause);
    }

    /**
     * Opens the socket again on a thread that may block. Called by the timer, or by the thread that reports the loss.
     */
    private void reopenOffTimer() {
        server.resources().runBlocking(this::reopen);
    }

    private void retry(Throwable failure) {
        int attemptsBefore;
        synchronized (this) {
            attemptsBefore = attempts;
        }
        if (attemptsBefore >= MOST_ATTEMPTS) {
            life.fail(new IOException(
                    "the listening socket at " + lostAcceptor.address() + " was lost and could not be opened again: "
                            + reason(failure),
                    failure));
            stopChecking();
            return;
        }
        long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << attemptsBefore);
        reopening.set(TimeUnit.MILLISECONDS.toNanos(pause));
    }

    private static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private void reopen() {
        synchronized (this) {
            attempts++;
        }
        try {
            if (life.replaceSocket(this::replace)) {
                synchronized (this) {
                    reopenedAt = server.resources().nanoTime();
                }
                server.events().serverStarted(server.name(), address());
            }
        } catch (Throwable e) {
            retryEvenWithoutMemory(e);
        }
    }

    private void retryEvenWithoutMemory(Throwable failure) {
        try {
            retry(failure);
        } catch (Error noMemory) {
            reopening.setForHousekeeper();
        }
    }

    // ---- a lost file

    /**
     * Opens a socket in place of one whose file is lost with all its names. Clients that have connected to that by now are accepted
     * first. Returns false if the file is not lost any more. Called under the lifecycle's lock.
     */
    private boolean replaceFile() throws IOException {
        if (!fileLost && acceptor.keepFile() != FileUpkeep.LOST) {
            return false;
        }
        if (!fileLost) {
            // First: only one socket at a time can have the claim on the path.
            acceptor.close(true)
                    .completeOnTimeout(null, CLOSE_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
            fileLost = true;
        }
        acceptor = listen(server.config().socket(), life.firstLoop());
        fileLost = false;
        return true;
    }

    /** Opens the socket again; returns false if the socket in force is not lost. Called under the lifecycle's lock. */
    private boolean replace() throws IOException {
        if (!acceptor.isClosed()) {
            return false;
        }
        ServerConfig config = server.config();
        acceptor = listen(config.socket(), life.firstLoop());
        return true;
    }
}
