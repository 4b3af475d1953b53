package dev.patchbay.server.control;

import dev.patchbay.api.ConnectionGroup;
import dev.patchbay.api.runtime.ConfigurationResult;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.server.config.ConfigReader;
import dev.patchbay.server.config.InvalidConfigurationException;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.config.ServerConfig.EngineChoice;
import dev.patchbay.server.engine.Server;
import dev.patchbay.server.engine.connection.Groups;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.events.EventHub;
import dev.patchbay.server.events.Printable;
import dev.patchbay.server.poll.Platform;
import dev.patchbay.server.swap.Candidates;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server as an operator knows it: it has a name, a configuration that changes, and can be started and stopped again and again.
 * Each start creates a new {@link Server}. A configuration with faults changes nothing: a running server goes on.
 *
 * <p>All methods may be called from any thread, and none waits for a drain. Configurations and starts are applied one at a time.
 * After a failed start the server is FAILED, holds no resources, and can be started again. After {@link #close} it cannot.
 */
public final class ManagedServer {

    private static final Logger LOG = LoggerFactory.getLogger(ManagedServer.class);

    private static final DrainResult NOTHING = new DrainResult(0, 0, Duration.ZERO);

    private final String name;
    private final EngineResources host;
    private final Function<String, Predicate<Map<String, ?>>> filters;
    private final EventHub events;
    private final Candidates candidates = new Candidates();
    private final Groups groups;
    private final ConfigurationResults results = new ConfigurationResults();

    /** Guards starts, changes of the configuration, and the end. */
    private final Object lock = new Object();

    /** The server that is running or ran last; null before the first start. Written under the lock. */
    private volatile Server server;

    /** The newest valid configuration; null if there is none yet. Guarded by the lock. */
    private ServerConfig wanted;

    /** The start that waits for the end of a drain; null if there is none. Guarded by the lock. */
    private CompletableFuture<Void> startAfterDrain;

    /** Completes when the close has ended; null before the close. Written under the lock. */
    private volatile CompletableFuture<Void> closed;

    private volatile List<String> faults = List.of();

    /**
     * Creates a server without a configuration.
     *
     * @param filters parses an LDAP search filter, or throws {@link IllegalArgumentException}
     */
    public ManagedServer(String name, EngineResources host, Function<String, Predicate<Map<String, ?>>> filters) {
        this.name = name;
        this.host = host;
        this.filters = filters;
        this.events = new EventHub(name);
        this.groups = new Groups(name);
    }

    /** Returns the name of the server. */
    public String name() {
        return name;
    }

    /** Returns the hub to which listeners are added. */
    public EventHub events() {
        return events;
    }

    /** Returns the candidates to which handlers are added. */
    public Candidates handlers() {
        return candidates;
    }

    // ---- configuration and start

    /**
     * Applies a configuration and starts the server unless it is running; if it has to finish a drain first, it is started in the
     * background. A configuration with faults is rejected as a whole. This method never throws because of the configuration; it
     * reports faults as an event.
     */
    public void configure(Map<String, ?> properties) {
        try {
            apply(properties);
            startWhenStopped();
            results.add(properties, List.of());
        } catch (InvalidConfigurationException e) {
            reject(properties, e.faults());
        } catch (Throwable e) {
            LOG.debug("server {} could not apply its configuration", Printable.text(name), Printable.throwable(e));
            reject(properties, List.of(reason(e)));
        }
    }

    /** Returns the faults of a configuration, without applying it. */
    List<String> check(Map<String, ?> properties) {
        return ConfigChanges.faults(properties, filters);
    }

    /** Returns a stage that completes when the next call of {@link #configure} has done its work. */
    CompletionStage<ConfigurationResult> nextConfiguration() {
        return results.next();
    }

    /**
     * Applies a configuration to the running server, or keeps it for the next start. If the server is draining, its limits and
     * timeouts change at once. If this method throws, nothing has changed.
     *
     * @throws InvalidConfigurationException if the configuration has faults
     * @throws IOException                   if a new socket cannot be created
     * @throws IllegalStateException         if the server was closed
     */
    public void apply(Map<String, ?> properties) throws InvalidConfigurationException, IOException {
        synchronized (lock) {
            requireOpen();
            ServerConfig config = ConfigReader.read(properties, filters);
            ServerConfig before = wanted;
            ConfigChanges.warnOfVainKeys(name, config, properties);
            Server current = server;
            if (current != null) {
                current.reconfigure(config);
                if (current.state() == ServerState.RUNNING) {
                    candidates.filter(config.handlerFilter());
                }
            }
            wanted = config;
            faults = List.of();
            LOG.info("server {}: {}", Printable.text(name), ConfigChanges.between(before, config));
        }
    }

    /**
     * Starts the server with the newest valid configuration. A running server is left as it is.
     *
     * @throws IOException           if it cannot be started
     * @throws IllegalStateException if it is draining, was closed, or has no valid configuration
     */
    public void start() throws IOException {
        synchronized (lock) {
            requireOpen();
            if (isRunning()) {
                return;
            }
            if (!isOver(over())) {
                throw new IllegalStateException(
                        "server " + name + " cannot start: it is " + server.state() + "; wait until it has stopped");
            }
            startNow();
        }
    }

    /**
     * Starts the server with the newest valid configuration: at once, or in the background when its drain has ended. A running
     * server is left as it is.
     *
     * @return a future that completes when clients can connect, or exceptionally if the server cannot be started
     */
    CompletableFuture<Void> startWhenStopped() throws IOException {
        synchronized (lock) {
            requireOpen();
            CompletableFuture<DrainResult> over = isRunning() ? CompletableFuture.completedFuture(NOTHING) : over();
            if (isOver(over)) {
                start();
                return CompletableFuture.completedFuture(null);
            }
            if (startAfterDrain == null) {
                CompletableFuture<Void> start = new CompletableFuture<>();
                startAfterDrain = start;
                over.thenRunAsync(() -> startInBackground(start), task -> Background.run(name + "-start", task));
            }
            return startAfterDrain;
        }
    }

    private void startInBackground(CompletableFuture<Void> start) {
        try {
            synchronized (lock) {
                if (startAfterDrain != start) {
                    return;
                }
                startAfterDrain = null;
                start();
            }
            start.complete(null);
        } catch (Throwable e) {
            reject(List.of(reason(e)));
            start.completeExceptionally(e);
        }
    }

    /** Starts a new server. Called with the lock held. */
    private void startNow() throws IOException {
        if (wanted == null) {
            throw new IllegalStateException("server " + name + " cannot start: it has no valid configuration");
        }
        Server fresh = new Server(name, host, events, groups);
        candidates.serve(fresh.slot(), wanted.handlerFilter());
        server = fresh;
        faults = List.of();
        fresh.start(wanted);
        LOG.info(
                "server {} runs on engine {}, {}, Java {}",
                Printable.text(name),
                engine(wanted.engine(), fresh.pollerName(), Platform.epollUnavailable()),
                Words.count(fresh.loopSnapshots().size(), "loop"),
                Runtime.version().feature());
    }

    /** Returns the name of the engine for the log and, if {@code auto} found no better one, the reason. */
    static String engine(EngineChoice wanted, String found, String epollUnavailable) {
        boolean isSecondBest = wanted == EngineChoice.AUTO && "portable".equals(found) && epollUnavailable != null;
        return isSecondBest ? found + " (no epoll: " + epollUnavailable + ")" : found;
    }

    private boolean isRunning() {
        Server current = server;
        return current != null && current.state() == ServerState.RUNNING;
    }

    /** Returns a future that completes when the server, which is not running, has ended. */
    private CompletableFuture<DrainResult> over() {
        Server current = server;
        return current == null ? CompletableFuture.completedFuture(NOTHING) : current.stop();
    }

    /** Returns whether the server has ended. Its state may say so before the future does, when a listener starts it again. */
    private boolean isOver(CompletableFuture<DrainResult> over) {
        return over.isDone() || server.state() == ServerState.STOPPED;
    }

    private void requireOpen() {
        if (closed != null) {
            throw new IllegalStateException("server " + name + " was closed");
        }
    }

    private static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }

    private void reject(Map<String, ?> properties, List<String> found) {
        reject(found);
        results.add(properties, found);
    }

    private void reject(List<String> found) {
        faults = found;
        events.configurationRejected(name, found);
    }

    // ---- end

    /** Drains the server and stops it, within {@code drain.timeout}. Cancels a start that waits for the end of a drain. */
    public CompletableFuture<DrainResult> drain() {
        return end(Server::stop);
    }

    /**
     * Drains the server and stops it, within the given time. Cancels a start that waits for the end of a drain.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public CompletableFuture<DrainResult> drain(Duration atMost) {
        Server.requireTime(atMost);
        return end(current -> current.stop(atMost));
    }

    private CompletableFuture<DrainResult> end(Function<Server, CompletableFuture<DrainResult>> stop) {
        CompletableFuture<Void> cancelled;
        Server current;
        synchronized (lock) {
            cancelled = startAfterDrain;
            startAfterDrain = null;
            current = server;
        }
        if (cancelled != null) {
            cancelled.completeExceptionally(
                    new IllegalStateException("server " + name + " was not started: it was told to stop again"));
        }
        return current == null ? CompletableFuture.completedFuture(NOTHING) : stop.apply(current);
    }

    /**
     * Drains the server for the last time: it accepts no more configurations and cannot be started again.
     *
     * @return a future that completes when the server has stopped and its listeners were removed; the same for every call
     */
    public CompletableFuture<Void> close() {
        synchronized (lock) {
            if (closed != null) {
                return closed;
            }
            closed = new CompletableFuture<>();
        }
        drain().whenCompleteAsync(
                        (result, failure) -> {
                            try {
                                events.close();
                            } finally {
                                closed.complete(null);
                            }
                        },
                        task -> Background.run(name + "-end", task));
        return closed;
    }

    /** Returns a future that completes when a server that was told to stop accepts no more connections and its path is free. */
    public CompletableFuture<Void> unbound() {
        Server current = server;
        return current == null ? CompletableFuture.completedFuture(null) : current.unbound();
    }

    /** Returns how long a stop waits for connections to finish; zero without a configuration. */
    Duration drainTimeout() {
        Server current = server;
        return current == null || current.config() == null
                ? Duration.ZERO
                : current.config().drainTimeout();
    }

    // ---- for operators

    /** Returns a future that completes when each event loop of the server has taken a turn. */
    CompletableFuture<Void> pulse() {
        Server current = server;
        return current == null ? CompletableFuture.completedFuture(null) : current.pulse();
    }

    /** Returns whether the calling thread is in a call of a handler or listener of this server, so that it must not wait for the end. */
    public boolean isCallingOnThisThread() {
        Server current = server;
        return current != null && current.isCallingOnThisThread() || events.isCallingOnThisThread();
    }

    /** Returns a snapshot of the server. */
    public ServerSnapshot snapshot() {
        return Snapshots.server(name, server, faults, candidates.misfits());
    }

    /** Returns snapshots of the live connections, the oldest first. */
    public List<ConnectionSnapshot> connections() {
        Server current = server;
        return current == null ? List.of() : current.connectionSnapshots();
    }

    /** Returns the group of that name, whose members are live connections. */
    public ConnectionGroup group(String group) {
        return groups.group(group);
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
            throw new NoSuchElementException("server " + name + " was not started yet");
        }
        return current;
    }
}
