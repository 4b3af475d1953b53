package dev.patchbay.server.control;

import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentSkipListMap;

/** All servers of the process. */
public final class Servers implements ServerRuntime {

    private final Map<String, ManagedServer> byName = new ConcurrentSkipListMap<>();

    /** Adds a server; one of the same name gives way. */
    public void add(ManagedServer server) {
        byName.put(server.name(), server);
    }

    /** Removes a server, unless another has taken its name. */
    public void remove(ManagedServer server) {
        byName.remove(server.name(), server);
    }

    @Override
    public List<ServerSnapshot> servers() {
        return byName.values().stream().map(ManagedServer::snapshot).toList();
    }

    @Override
    public Optional<ServerSnapshot> server(String name) {
        return Optional.ofNullable(byName.get(name)).map(ManagedServer::snapshot);
    }

    @Override
    public List<ConnectionSnapshot> connections(String server) {
        return named(server).connections();
    }

    @Override
    public void closeConnection(String server, long connection) {
        named(server).closeConnection(connection);
    }

    @Override
    public CompletionStage<DrainResult> drain(String server) {
        return named(server).drain().minimalCompletionStage();
    }

    @Override
    public CompletionStage<Void> pulse() {
        return CompletableFuture.allOf(
                byName.values().stream().map(ManagedServer::pulse).toArray(CompletableFuture[]::new));
    }

    @Override
    public void chooseHandler(String server, long handler) {
        named(server).chooseHandler(OptionalLong.of(handler));
    }

    @Override
    public void chooseHandlerByRanking(String server) {
        named(server).chooseHandler(OptionalLong.empty());
    }

    private ManagedServer named(String name) {
        ManagedServer server = byName.get(name);
        if (server == null) {
            throw new NoSuchElementException("there is no server " + name + "; there are " + byName.keySet());
        }
        return server;
    }
}
