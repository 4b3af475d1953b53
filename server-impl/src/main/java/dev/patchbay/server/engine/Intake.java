package dev.patchbay.server.engine;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.RefusalReason;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.engine.loop.EventLoop;
import dev.patchbay.server.poll.ClientSocket;
import java.io.IOException;
import java.util.List;

/**
 * Admits or refuses new connections, and hands those that are admitted to an event loop. If memory or a descriptor is
 * missing for a connection, that connection is closed and the failure reported; the server goes on.
 */
final class Intake {

    /** The credentials of a client whose own could not be read. */
    private static final PeerCredentials UNKNOWN =
            new PeerCredentials(PeerCredentials.UNKNOWN, PeerCredentials.UNKNOWN, List.of());

    private final Server server;
    private final Admission admission = new Admission();

    Intake(Server server) {
        this.server = server;
    }

    /**
     * Admits or refuses a new connection. Called by the acceptor on the thread of its loop. Never throws an exception
     * for a connection that cannot be set up; its socket is closed.
     *
     * @return false if the connection could not be set up for want of a resource, so that the acceptor should pause
     */
    boolean receive(ClientSocket socket) {
        PeerCredentials peer = UNKNOWN;
        try {
            peer = socket.credentials();
            RefusalReason refusal = admission.enter(peer, server.config());
            if (refusal != null) {
                refuse(socket, peer, refusal);
                return true;
            }
            try {
                ServerConfig config = server.config();
                socket.setBuffers(config.sendBuffer(), config.receiveBuffer());
                return open(socket, peer);
            } catch (Throwable e) {
                admission.leave(peer);
                throw e;
            }
        } catch (Throwable e) {
            try {
                server.reportShortage("cannot set up a new connection", e);
            } finally {
                refuse(socket, peer, RefusalReason.OUT_OF_RESOURCES);
            }
            return false;
        }
    }

    /** Counts a client that was admitted as gone. Called by any thread. Needs no memory. */
    void leave(PeerCredentials peer) {
        admission.leave(peer);
    }

    /**
     * Sets up a connection that was admitted. If this throws, the connection has not joined the server.
     *
     * @return false if the connection has joined, and has ended at once for want of memory
     */
    private boolean open(ClientSocket socket, PeerCredentials peer) throws IOException {
        String address = socket.address();
        EventLoop loop = server.joinLoop();
        Connection connection;
        try {
            connection = new Connection(server, loop, server.statistics().accepted(), peer, address);
            server.adopt(connection);
        } catch (Throwable e) {
            loop.leave();
            throw e;
        }
        try {
            loop.run(() -> register(connection, socket));
            return true;
        } catch (Error noMemory) {
            endBeforeBegin(connection, socket, noMemory);
            return false;
        }
    }

    private void register(Connection connection, ClientSocket socket) {
        try {
            connection.register(socket);
        } catch (Throwable e) {
            endBeforeBegin(connection, socket, e);
        }
    }

    /** Closes the socket and ends a connection that has joined the server but cannot be registered with its loop. */
    private void endBeforeBegin(Connection connection, ClientSocket socket, Throwable cause) {
        try {
            close(socket);
        } finally {
            connection.endWithoutBeginning();
        }
        server.reportShortage("cannot set up a new connection", cause);
    }

    private void refuse(ClientSocket socket, PeerCredentials peer, RefusalReason reason) {
        try {
            server.statistics().refused(reason);
            server.events().connectionRefused(server.name(), peer, reason);
        } finally {
            // Whatever fails for want of memory: a socket that nobody closes is a client that waits without end.
            close(socket);
        }
    }

    private void close(ClientSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            server.events()
                    .error(
                            server.name(),
                            "cannot close the socket of a connection that was refused or could not be set up",
                            e);
        }
    }
}
