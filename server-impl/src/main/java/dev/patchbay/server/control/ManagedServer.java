package dev.patchbay.server.control;

import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.server.config.ConfigReader;
import dev.patchbay.server.config.InvalidConfigurationException;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.Host;
import dev.patchbay.server.engine.Server;
import dev.patchbay.server.events.EventHub;
import dev.patchbay.server.swap.Candidates;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named server whose configuration comes and changes: starts it, applies what can be applied, and keeps what was running
 * when a configuration is wrong. Configurations are applied one at a time; everything else may be called from any thread.
 */
public final class ManagedServer {

    private static final Logger LOG = LoggerFactory.getLogger(ManagedServer.class);

    /** A server forces its connections at {@code drain.timeout}; this much longer it may take until it has stopped. */
    private static final Duration STOP_MARGIN = Duration.ofSeconds(5);

    private final String name;
    private final Host host;
    private final Function<String, Predicate<Map<String, ?>>> filters;
    private final EventHub events;
    private final Candidates candidates = new Candidates();

    /** The server that runs, or ran last; null before the first valid configuration. Written under the lock. */
    private volatile Server server;

    private volatile List<String> faults = List.of();

    /**
     * Makes a server that waits for its configuration.
     *
     * @param filters makes a filter out of an LDAP search string, or throws {@link IllegalArgumentException}
     */
    public ManagedServer(String name, Host host, Function<String, Predicate<Map<String, ?>>> filters) {
        this.name = name;
        this.host = host;
        this.filters = filters;
        this.events = new EventHub(name);
    }

    /** Returns the server's name. */
    public String name() {
        return name;
    }

    /** Returns where listeners are added and removed. */
    public EventHub events() {
        return events;
    }

    /** Returns where handlers are added and removed. */
    public Candidates handlers() {
        return candidates;
    }

    /** Applies a configuration: as a whole, or, if anything is wrong with it, not at all. Never throws because of it. */
    public synchronized void configure(Map<String, ?> properties) {
        for (String key : ConfigReader.unknownKeys(properties)) {
            LOG.warn("server {}: there is no key {}; it is ignored", name, key);
        }
        try {
            apply(properties);
        } catch (InvalidConfigurationException e) {
            reject(e.faults());
        } catch (IOException | RuntimeException e) {
            LOG.debug("server {} could not apply its configuration", name, e);
            reject(List.of(e.getMessage() == null ? e.toString() : e.getMessage()));
        }
    }

    /**
     * Applies a configuration as {@link #configure} does, but leaves it to the caller to say what is wrong.
     *
     * @throws InvalidConfigurationException if the configuration is wrong
     * @throws IOException                   if a socket cannot be made
     */
    public synchronized void apply(Map<String, ?> properties) throws InvalidConfigurationException, IOException {
        ServerConfig config = ConfigReader.read(properties, filters);
        warnOfVainKeys(config, properties);
        if (isRunning()) {
            server.reconfigure(config);
            candidates.filter(config.handlerFilter());
        } else {
            start(config);
        }
        faults = List.of();
    }

    private void warnOfVainKeys(ServerConfig config, Map<String, ?> properties) {
        if (config.socket().isInherited()) {
            List<String> vain = Stream.of("socket.permissions", "socket.group", "socket.backlog")
                    .filter(properties::containsKey)
                    .toList();
            if (!vain.isEmpty()) {
                LOG.warn("server {}: {} have no effect on an inherited socket; the socket unit decides", name, vain);
            }
        }
    }

    private boolean isRunning() {
        return server != null && server.state() == ServerState.RUNNING;
    }

    private void start(ServerConfig config) throws IOException {
        awaitStopped();
        Server fresh = new Server(name, host, events);
        candidates.serve(fresh.slot(), config.handlerFilter());
        server = fresh;
        fresh.start(config);
        LOG.info(
                "server {} runs on engine {}, {} loop(s), Java {}",
                name,
                fresh.pollerName(),
                fresh.loopCount(),
                Runtime.version().feature());
    }

    private void reject(List<String> found) {
        faults = found;
        events.configurationRejected(name, found);
    }

    /** Drains the server and stops it; it starts again with the next configuration. */
    public CompletableFuture<DrainResult> drain() {
        Server current = server;
        return current == null
                ? CompletableFuture.completedFuture(new DrainResult(0, 0, Duration.ZERO))
                : current.stop();
    }

    /** Returns what completes when each event loop of the server has taken a turn. */
    CompletableFuture<Void> pulse() {
        Server current = server;
        return current == null ? CompletableFuture.completedFuture(null) : current.pulse();
    }

    /** Drains the server, waits until it has stopped, and lets the listeners go. */
    public void close() {
        Server current = server;
        try {
            if (current != null) {
                current.stop();
                awaitStopped();
            }
        } finally {
            events.close();
        }
    }

    /** Waits for a server that drains; two at a time would share a path and the handlers. */
    private void awaitStopped() {
        Server current = server;
        if (current == null || current.config() == null) {
            return;
        }
        try {
            Duration atMost = current.config().drainTimeout().plus(STOP_MARGIN);
            current.stop().get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.error("server {} did not stop in time", name, e);
        }
    }

    /** Returns the server at this moment. */
    public ServerSnapshot snapshot() {
        return Snapshots.server(name, server, faults, candidates.misfits());
    }

    /** Returns its live connections, the oldest first. */
    public List<ConnectionSnapshot> connections() {
        Server current = server;
        return current == null ? List.of() : current.connectionSnapshots();
    }

    void closeConnection(long id) {
        if (!running().closeConnection(id)) {
            throw new NoSuchElementException("server " + name + " has no connection " + id);
        }
    }

    void chooseHandler(OptionalLong handler) {
        Server current = running();
        if (handler.isPresent()
                && current.slot().entries().stream().noneMatch(entry -> entry.id() == handler.getAsLong())) {
            throw new NoSuchElementException(
                    "server " + name + " has no handler " + handler.getAsLong() + " that matches its handler.target");
        }
        current.slot().pin(handler);
    }

    private Server running() {
        Server current = server;
        if (current == null) {
            throw new NoSuchElementException("server " + name + " does not run");
        }
        return current;
    }
}
