package dev.patchbay.web;

import dev.patchbay.api.embed.Server;
import dev.patchbay.api.runtime.ConfigurationKey;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** The servers of a test, which are embedded. */
final class FakeRuntime implements ServerRuntime {

    final List<Server> servers = new CopyOnWriteArrayList<>();

    volatile CompletableFuture<Void> pulse = CompletableFuture.completedFuture(null);

    @Override
    public List<ServerSnapshot> servers() {
        return servers.stream().map(Server::snapshot).toList();
    }

    @Override
    public Optional<ServerSnapshot> server(String name) {
        return servers().stream().filter(server -> server.name().equals(name)).findFirst();
    }

    @Override
    public CompletionStage<Void> pulse() {
        return pulse;
    }

    @Override
    public List<ConnectionSnapshot> connections(String server) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void closeConnection(String server, long connection) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<DrainResult> drain(String server) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<DrainResult> drain(String server, Duration atMost) {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Map<String, DrainResult>> drainAll() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> start(String server) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void chooseHandler(String server, long handler) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void chooseHandlerByRanking(String server) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<ConfigurationKey> keys() {
        throw new UnsupportedOperationException();
    }
}
