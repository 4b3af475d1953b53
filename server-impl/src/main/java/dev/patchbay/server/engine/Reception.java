package dev.patchbay.server.engine;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.RefusalReason;
import java.io.IOException;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * Takes new connections in, or refuses them. Whatever is missing for one, memory or a descriptor, costs that one and is told;
 * the server goes on.
 */
final class Reception {

    private final Server server;
    private final Admission admission = new Admission();

    Reception(Server server) {
        this.server = server;
    }

    /**
     * Takes a new connection in, or refuses it. On the thread of the acceptor's loop.
     *
     * @return false if that failed for want of something, so that it is better to wait a little
     */
    boolean receive(AFUNIXSocketChannel channel) {
        PeerCredentials peer = Peers.UNKNOWN;
        try {
            peer = Peers.credentials(channel);
            RefusalReason refusal = admission.enter(peer, server.config());
            if (refusal != null) {
                refuse(channel, peer, refusal);
                return true;
            }
            try {
                Peers.setBuffers(channel, server.config());
                open(channel, peer);
                return true;
            } catch (IOException | RuntimeException | OutOfMemoryError e) {
                admission.leave(peer);
                throw e;
            }
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            server.complain("cannot set up a new connection", e);
            refuse(channel, peer, RefusalReason.OUT_OF_RESOURCES);
            return false;
        }
    }

    /** A client that was taken in has gone. For any thread. */
    void left(PeerCredentials peer) {
        admission.leave(peer);
    }

    private void open(AFUNIXSocketChannel channel, PeerCredentials peer) {
        EventLoop loop = server.nextLoop();
        long id = server.statistics().accepted();
        Connection connection = new Connection(server, loop, id, peer, Peers.remoteAddress(channel));
        server.adopt(connection);
        loop.run(() -> register(connection, channel));
    }

    private void register(Connection connection, AFUNIXSocketChannel channel) {
        try {
            connection.register(channel);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            server.complain("cannot set up a new connection", e);
            close(channel);
            connection.neverBegins();
        }
    }

    private void refuse(AFUNIXSocketChannel channel, PeerCredentials peer, RefusalReason reason) {
        server.statistics().refused(reason);
        server.events().connectionRefused(server.name(), peer, reason);
        close(channel);
    }

    private void close(AFUNIXSocketChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            server.events().error(server.name(), "cannot close a connection that was not taken in", e);
        }
    }
}
