package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ConnectionGroup;
import dev.patchbay.api.ConnectionRef;
import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.ReleaseReason;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** What a {@link ConnContext} reports about its connection, whichever handler is in charge. For any thread. */
abstract class ConnectionFacts implements ConnContext {

    final Connection connection;

    ConnectionFacts(Connection connection) {
        this.connection = connection;
    }

    @Override
    public final long id() {
        return connection.id();
    }

    @Override
    public final String server() {
        return connection.host().name();
    }

    @Override
    public final String localAddress() {
        return connection.host().address();
    }

    @Override
    public final String remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public final PeerCredentials peer() {
        return connection.peer();
    }

    @Override
    public final Instant acceptedAt() {
        return connection.acceptedAt();
    }

    @Override
    public final boolean isOutputEnded() {
        return connection.outbound().isOutputEnded();
    }

    @Override
    public final boolean isDraining() {
        return connection.host().isDraining();
    }

    @Override
    public final CompletionStage<ReleaseReason> closed() {
        return connection.closed();
    }

    @Override
    public final long bytesIn() {
        return connection.driver().input().total();
    }

    @Override
    public final long bytesOut() {
        return connection.outbound().total();
    }

    @Override
    public final ConnectionRef ref() {
        return connection.driver().settings().mailboxOf(connection);
    }

    @Override
    public final ConnectionGroup group(String name) {
        return connection.host().groups().group(name);
    }

    @Override
    public final Map<String, Object> attributes() {
        return connection.driver().settings().attributes();
    }

    @Override
    public final String toString() {
        return "connection " + id() + " of server " + server();
    }
}
