package dev.patchbay.server.engine;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.engine.connection.Groups;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.engine.loop.EventLoop;
import dev.patchbay.server.events.EventHub;
import java.io.IOException;

/**
 * A server that does not listen: connections are handed to it, and their ports are those that the pollers of its resources
 * open. This is for tests of handlers ({@code patchbay-test}), which run the engine on sockets and on a time of their own.
 * Such connections are not counted against limits, because nobody has asked whether they may enter.
 *
 * <p>All methods may be called from any thread.
 */
public final class SocketlessServer {

    private final Server server;

    /** Creates a server that is not started. The path in its configuration has no effect. */
    public SocketlessServer(String name, EngineResources resources, EventHub events) {
        server = new Server(name, resources, events, new Groups(name), config -> null);
    }

    /** Returns the server, to start and to stop it. */
    public Server server() {
        return server;
    }

    /**
     * Hands a connection in. Its loop registers it with the poller soon, which is given no socket.
     *
     * @throws IOException if the server does not accept connections
     */
    public Connection connect(PeerCredentials peer) throws IOException {
        EventLoop loop = server.joinLoop();
        Connection connection = new Connection(server, loop, server.statistics().accepted(), peer, "");
        server.adopt(connection);
        loop.run(() -> register(connection));
        return connection;
    }

    private void register(Connection connection) {
        try {
            connection.register(null);
        } catch (IOException e) {
            server.error("could not open the port of a connection", e);
            connection.endWithoutBeginning();
        }
    }
}
