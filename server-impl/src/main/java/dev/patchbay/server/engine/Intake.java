package dev.patchbay.server.engine;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.RefusalReason;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.engine.loop.EventLoop;
import dev.patchbay.server.poll.ClientSocket;
import dev.patchbay.server.poll.Platform;
import java.io.IOException;

/**
 * Takes new connections in, or refuses them. Whatever is missing for one, memory or a descriptor, costs that one and is told;
 * the server goes on.
 */
final class Intake {

    private final Server server;
    private final Admission admission = new Admission();

    Intake(Server server) {
        this.server = server;
    }

    /**
     * Takes a new connection in, or refuses it. On the thread of the acceptor's loop.
     *
     * @return false if that failed for want of something, so that it is better to wait a little
     */
    boolean receive(ClientSocket socket) {
        PeerCredentials peer = Peers.UNKNOWN;
        try {
            peer = Peers.credentials(socket);
            RefusalReason refusal = admission.enter(peer, server.config());
            if (refusal != null) {
                refuse(socket, peer, refusal);
                return true;
            }
            try {
                Peers.setBuffers(socket.channel(), server.config());
                return open(socket, peer);
            } catch (Throwable e) {
                admission.leave(peer);
                throw e;
            }
        } catch (Throwable e) {
            server.complain("cannot set up a new connection", e);
            refuse(socket, peer, RefusalReason.OUT_OF_RESOURCES);
            return false;
        }
    }

    /** A client that was taken in has gone. For any thread. */
    void left(PeerCredentials peer) {
        admission.leave(peer);
    }

    /** Returns false if it was taken in, and has ended at once for want of memory. */
    private boolean open(ClientSocket socket, PeerCredentials peer) throws IOException {
        String address = Platform.peerAddress(socket);
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
            cannotBegin(connection, socket, noMemory);
            return false;
        }
    }

    private void register(Connection connection, ClientSocket socket) {
        try {
            connection.register(socket);
        } catch (Throwable e) {
            cannotBegin(connection, socket, e);
        }
    }

    private void cannotBegin(Connection connection, ClientSocket socket, Throwable cause) {
        try {
            server.complain("cannot set up a new connection", cause);
            close(socket);
        } finally {
            connection.neverBegins();
        }
    }

    private void refuse(ClientSocket socket, PeerCredentials peer, RefusalReason reason) {
        server.statistics().refused(reason);
        server.events().connectionRefused(server.name(), peer, reason);
        close(socket);
    }

    private void close(ClientSocket socket) {
        try {
            socket.channel().close();
        } catch (IOException e) {
            server.events().error(server.name(), "cannot close a connection that was not taken in", e);
        }
    }
}
