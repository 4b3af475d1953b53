package dev.patchbay.control;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.runtime.ConfigurationKey;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.HandlerSnapshot;
import dev.patchbay.api.runtime.HandlerStanding;
import dev.patchbay.api.runtime.ServerBacklog;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.api.runtime.ServerTotals;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A runtime with a server {@code echo}, which has three handlers and the connection 12, and a server {@code control}. */
final class FakeRuntime implements ServerRuntime {

    static final PeerCredentials PEER = new PeerCredentials(4_711, 54_321, List.of());

    /** The operations so far, as text. */
    final List<String> calls = new ArrayList<>();

    /** Ends drains and starts. */
    final CompletableFuture<DrainResult> drained = new CompletableFuture<>();

    final CompletableFuture<Void> started = new CompletableFuture<>();

    /** The turn of the event loops. */
    final CompletableFuture<Void> pulse = new CompletableFuture<>();

    /** Returns a connection of a client to a server. */
    static ConnContext client(String server) {
        return (ConnContext) Proxy.newProxyInstance(
                FakeRuntime.class.getClassLoader(),
                new Class<?>[] {ConnContext.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "peer" -> PEER;
                    case "server" -> server;
                    case "id" -> 7L;
                    default -> throw new UnsupportedOperationException(method.toString());
                });
    }

    private static ServerSnapshot server(String name, List<HandlerSnapshot> handlers) {
        return new ServerSnapshot(
                name,
                ServerState.RUNNING,
                Instant.EPOCH,
                "/run/" + name + ".sock",
                "epoll",
                List.of(),
                Map.of(),
                List.of(),
                Optional.of("first"),
                handlers,
                false,
                1,
                ServerBacklog.NONE,
                ServerTotals.NONE);
    }

    private static HandlerSnapshot handler(long id, String name, HandlerStanding standing) {
        return new HandlerSnapshot(
                id, name, 0, HandlerExecution.VIRTUAL, "org." + name + " 1.0.0", standing, "because");
    }

    @Override
    public List<ServerSnapshot> servers() {
        return List.of(
                server("control", List.of()),
                server(
                        "echo",
                        List.of(
                                handler(41, "first", HandlerStanding.SERVING),
                                handler(42, "second", HandlerStanding.STANDING_BY),
                                handler(43, "broken", HandlerStanding.FAILED))));
    }

    @Override
    public Optional<ServerSnapshot> server(String name) {
        return servers().stream().filter(server -> server.name().equals(name)).findFirst();
    }

    @Override
    public List<ConnectionSnapshot> connections(String server) {
        ConnectionSnapshot connection = new ConnectionSnapshot(
                12, PEER, "", Instant.EPOCH, Duration.ofMillis(5), 1, 2, 3, 4, 5, Optional.empty());
        return server.equals("echo") ? List.of(connection) : List.of();
    }

    @Override
    public void closeConnection(String server, long connection) {
        if (connection != 12) {
            throw new NoSuchElementException("no");
        }
        calls.add("close " + server + " " + connection);
    }

    @Override
    public CompletionStage<DrainResult> drain(String server) {
        calls.add("drain " + server);
        return drained;
    }

    @Override
    public CompletionStage<DrainResult> drain(String server, Duration atMost) {
        calls.add("drain " + server + " " + atMost);
        return drained;
    }

    @Override
    public CompletionStage<Map<String, DrainResult>> drainAll() {
        throw new UnsupportedOperationException();
    }

    @Override
    public CompletionStage<Void> start(String server) {
        calls.add("start " + server);
        return started;
    }

    @Override
    public CompletionStage<Void> pulse() {
        return pulse;
    }

    @Override
    public void chooseHandler(String server, long handler) {
        calls.add("choose " + server + " " + handler);
    }

    @Override
    public void chooseHandlerByRanking(String server) {
        calls.add("choose " + server + " by ranking");
    }

    @Override
    public List<ConfigurationKey> keys() {
        return List.of();
    }
}
