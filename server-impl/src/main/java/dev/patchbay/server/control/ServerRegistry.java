package dev.patchbay.server.control;

import dev.patchbay.api.runtime.ConfigurationKey;
import dev.patchbay.api.runtime.ConfigurationResult;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.server.config.Key;
import dev.patchbay.server.config.Keys;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All servers of the process, by name. All methods may be called from any thread; only {@link #awaitClosed} waits. What the
 * methods of the service promise is in {@link ServerRuntime}.
 */
public final class ServerRegistry implements ServerRuntime {

    private static final Logger LOG = LoggerFactory.getLogger(ServerRegistry.class);

    /** How long a server may take to stop after it has forced its connections at the deadline. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final Map<String, ManagedServer> byName = new ConcurrentSkipListMap<>();

    /** Servers that were closed and are still draining. Another server may have the same name by now. */
    private final Set<ManagedServer> leaving = ConcurrentHashMap.newKeySet();

    /** Adds a server in place of any other of the same name. */
    public void add(ManagedServer server) {
        byName.put(server.name(), server);
    }

    /**
     * Closes a server. It stays listed until it has stopped, unless another server takes its name.
     *
     * @return a future that completes when the server has stopped
     */
    public CompletableFuture<Void> close(ManagedServer server) {
        leaving.add(server);
        return server.close().thenRun(() -> {
            byName.remove(server.name(), server);
            leaving.remove(server);
        });
    }

    /**
     * Waits until the closed servers have stopped, but no longer than their drain timeouts allow. If the thread is interrupted,
     * returns at once with the interrupt flag set.
     */
    public void awaitClosed() {
        Duration longest = leaving.stream()
                .map(ManagedServer::drainTimeout)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        CompletableFuture<?>[] ends = leaving.stream().map(ManagedServer::close).toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(longest.plus(MARGIN).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.error("servers {} did not stop in time", names(leaving), e);
        }
    }

    private static List<String> names(Set<ManagedServer> servers) {
        return servers.stream().map(ManagedServer::name).sorted().toList();
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
    public CompletionStage<DrainResult> drain(String server, Duration atMost) {
        return named(server).drain(atMost).minimalCompletionStage();
    }

    @Override
    public CompletionStage<Map<String, DrainResult>> drainAll() {
        Map<String, CompletableFuture<DrainResult>> ends = new TreeMap<>();
        byName.forEach((name, server) -> ends.put(name, server.drain()));
        Stream<CompletableFuture<?>> all =
                Stream.concat(ends.values().stream(), leaving.stream().map(ManagedServer::close));
        return CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).thenApply(nothing -> {
            Map<String, DrainResult> results = new TreeMap<>();
            ends.forEach((name, end) -> results.put(name, end.join()));
            return results;
        });
    }

    @Override
    public CompletionStage<Void> start(String server) {
        ManagedServer named = named(server);
        try {
            return named.startWhenStopped().minimalCompletionStage();
        } catch (IOException | RuntimeException e) {
            return CompletableFuture.failedStage(e);
        }
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

    @Override
    public List<ConfigurationKey> keys() {
        return Keys.all().stream().map(ServerRegistry::key).toList();
    }

    @Override
    public List<String> check(String server, Map<String, String> configuration) {
        return named(server).check(configuration);
    }

    @Override
    public CompletionStage<ConfigurationResult> nextConfiguration(String server) {
        return named(server).nextConfiguration();
    }

    private static ConfigurationKey key(Key<?> key) {
        return new ConfigurationKey(
                key.name(),
                key.type(),
                key.unit(),
                key.byDefault(),
                key.least(),
                key.greatest(),
                key.choices(),
                key.isRequired(),
                key.text());
    }

    private ManagedServer named(String name) {
        ManagedServer server = byName.get(name);
        if (server == null) {
            throw new NoSuchElementException("there is no server " + name + "; the servers are " + byName.keySet());
        }
        return server;
    }
}
