package dev.patchbay.server.engine;

import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.config.SocketConfig;
import dev.patchbay.server.engine.loop.EventLoop;
import dev.patchbay.server.engine.loop.Housekeeper;
import dev.patchbay.server.socket.ListeningSocket;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a server listening: opens its socket, changes it, and opens it again when it is lost, a few times, after pauses that
 * grow. Everything but {@link #address} and {@link #lost} is called with the server's lock held.
 */
final class SocketKeeper {

    /** Makes listening sockets; null for a server that listens nowhere, whose connections come in another way. */
    interface Opener {
        ListeningSocket open(SocketConfig config) throws IOException;
    }

    /** What a loop may take to close a socket: it is carried on if a handler blocks it. */
    private static final long LETTING_GO_MILLIS = 5_000;

    /** How often a lost socket is opened again before it is given up, over some five seconds. */
    private static final int TRIES = 12;

    private static final long FIRST_PAUSE_MILLIS = 10;
    private static final long LONGEST_PAUSE_MILLIS = 1000;

    /** A socket that is lost again within this time has not been got back. */
    private static final long LASTING_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Server server;
    private final Lifecycle life;
    private final Opener opener;
    private volatile Acceptor acceptor;

    /** Completes when the socket before the present one is closed. */
    private CompletableFuture<Void> oldSocket = CompletableFuture.completedFuture(null);

    /** Looks whether the socket is still there; null before there is one. */
    private Housekeeper.Look watch;

    /** When a lost socket is opened again; null before there is a socket. */
    private Deadline reopening;

    /** Whose socket was lost last. */
    private volatile Acceptor loser;

    /** How often it was tried to open a lost socket again, and when it succeeded last. Guarded by this. */
    private int tries;

    private long reopenedAt;

    SocketKeeper(Server server, Lifecycle life, Opener opener) {
        this.server = server;
        this.life = life;
        this.opener = opener;
    }

    /** Returns where clients connect to; empty before there is a socket. */
    String address() {
        Acceptor current = acceptor;
        return current == null ? "" : current.address();
    }

    /** Listens. If this fails, nothing is left behind. */
    void open(SocketConfig wanted, EventLoop home) throws IOException {
        reopening = new Deadline(
                server, "opening a lost socket again has failed; it is tried again", this::reopenElsewhere);
        acceptor = listen(wanted, home);
        if (acceptor != null) {
            watch = new Housekeeper.Look() {
                @Override
                public void look() {
                    acceptor.check();
                }
            };
            server.resources().housekeeper().add(watch);
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
                        + " was closed in this process, and only a restart brings it back");
            }
            Acceptor fresh = new Acceptor(server, home, socket);
            fresh.start();
            return fresh;
        } catch (Throwable e) {
            socket.close();
            throw e;
        }
    }

    /** Does what another configuration asks for: a new socket is listened to before the old one is let go. */
    void change(SocketConfig before, SocketConfig wanted, EventLoop home) throws IOException {
        if (!before.path().equals(wanted.path())) {
            // There and back again: the loop may not have let the path go yet.
            oldSocket
                    .copy()
                    .completeOnTimeout(null, LETTING_GO_MILLIS, TimeUnit.MILLISECONDS)
                    .join();
            Acceptor old = acceptor;
            acceptor = listen(wanted, home);
            oldSocket = old.close(true);
        } else if (!before.equals(wanted)) {
            acceptor.change(wanted);
        }
    }

    /** Accepts on another loop from now on; completes when no loop but that one accepts any more. */
    CompletableFuture<Void> moveTo(EventLoop home) {
        return CompletableFuture.allOf(acceptor.moveTo(home), oldSocket);
    }

    /**
     * Closes the socket, if there is one.
     *
     * @param takesIn whether those are accepted first who have connected by now
     * @return completes when nobody is accepted any more, and the path is free
     */
    CompletableFuture<Void> close(boolean takesIn) {
        stopWatching();
        return acceptor == null ? oldSocket : CompletableFuture.allOf(acceptor.close(takesIn), oldSocket);
    }

    private void stopWatching() {
        if (watch != null) {
            watch.end();
        }
        if (reopening != null) {
            reopening.clear();
            reopening.end();
        }
    }

    // ---- a lost socket

    /** The socket of an acceptor is gone, and what belonged to it was given back. For any thread. */
    void lost(Acceptor lost, Throwable cause) {
        if (!life.isAcceptingSoon()) {
            return;
        }
        loser = lost;
        boolean again;
        synchronized (this) {
            again = tries > 0 && server.resources().nanoTime() - reopenedAt < LASTING_NANOS;
            if (!again) {
                tries = 0;
            }
        }
        try {
            if (again) {
                tryLater(cause);
            } else {
                tellLoss(cause);
                reopenElsewhere();
            }
        } catch (Error noMemory) {
            reopening.setForWatch();
        }
    }

    private void tellLoss(Throwable cause) {
        server.events()
                .error(
                        server.name(),
                        "the listening socket at " + loser.address()
                                + " was lost, and is opened again; clients that"
                                + " were not accepted yet are cut off",
                        cause);
    }

    private void reopenElsewhere() {
        server.resources().runBlocking(this::reopen);
    }

    private void tryLater(Throwable failure) {
        int triedBefore;
        synchronized (this) {
            triedBefore = tries;
        }
        if (triedBefore >= TRIES) {
            life.failForGood(new IOException(
                    "the listening socket at " + loser.address() + " was lost and cannot be opened again: "
                            + reason(failure),
                    failure));
            stopWatching();
            return;
        }
        long pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << triedBefore);
        reopening.set(TimeUnit.MILLISECONDS.toNanos(pause));
    }

    private static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private void reopen() {
        synchronized (this) {
            tries++;
        }
        try {
            if (life.replaceSocket(this::replace)) {
                synchronized (this) {
                    reopenedAt = server.resources().nanoTime();
                }
                server.events().serverStarted(server.name(), address());
            }
        } catch (Throwable e) {
            tryLaterWhateverFails(e);
        }
    }

    private void tryLaterWhateverFails(Throwable failure) {
        try {
            tryLater(failure);
        } catch (Error noMemory) {
            reopening.setForWatch();
        }
    }

    /** Returns false if the lost socket is no longer the one to listen at. With the server's lock held. */
    private boolean replace() throws IOException {
        if (!acceptor.isClosed()) {
            return false;
        }
        ServerConfig config = server.config();
        acceptor = listen(config.socket(), life.firstLoop());
        return true;
    }
}
