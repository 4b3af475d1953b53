package dev.patchbay.server.control;

import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.server.config.ConfigReader;
import dev.patchbay.server.config.InvalidConfigurationException;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.config.ServerConfig.EngineChoice;
import dev.patchbay.server.engine.Host;
import dev.patchbay.server.engine.Server;
import dev.patchbay.server.events.EventHub;
import dev.patchbay.server.poll.Platform;
import dev.patchbay.server.swap.Candidates;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named server whose configuration comes and changes. It is started, stopped and started again as often as is wanted, each
 * time as a new {@link Server}; what was running keeps running when a configuration is wrong. Configurations and starts are
 * applied one at a time; everything may be called from any thread, and nothing waits for a drain.
 */
public final class ManagedServer {

    private static final Logger LOG = LoggerFactory.getLogger(ManagedServer.class);

    private static final DrainResult NOTHING = new DrainResult(0, 0, Duration.ZERO);

    private final String name;
    private final Host host;
    private final Function<String, Predicate<Map<String, ?>>> filters;
    private final EventHub events;
    private final Candidates candidates = new Candidates();

    /** Guards the start, the change and the end of the server. */
    private final Object lock = new Object();

    /** The server that runs, or ran last; null before the first start. Written under the lock. */
    private volatile Server server;

    /** The newest valid configuration; null before there is one. Guarded by the lock. */
    private ServerConfig wanted;

    /** A start that waits for the end of a drain, or null. Guarded by the lock. */
    private CompletableFuture<Void> startAfterDrain;

    /** Completes when the server was closed; null before. Written under the lock. */
    private volatile CompletableFuture<Void> closed;

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

    // ---- configuration and start

    /**
     * Applies a configuration, as a whole, or, if anything is wrong with it, not at all, and sees to it that the server
     * runs: it is started if it does not, in the background if it has to finish a drain first. Never throws because of the
     * configuration.
     */
    public void configure(Map<String, ?> properties) {
        try {
            apply(properties);
            startWhenStopped();
        } catch (InvalidConfigurationException e) {
            reject(e.faults());
        } catch (Throwable e) {
            LOG.debug("server {} could not apply its configuration", name, e);
            reject(List.of(reason(e)));
        }
    }

    /**
     * Applies a configuration to the server that runs, or keeps it for the next start. Of a server that drains limits and
     * timeouts change at once.
     *
     * @throws InvalidConfigurationException if the configuration is wrong
     * @throws IOException                   if a socket cannot be made
     * @throws IllegalStateException         if the server was closed
     */
    public void apply(Map<String, ?> properties) throws InvalidConfigurationException, IOException {
        synchronized (lock) {
            requireOpen();
            ServerConfig config = ConfigReader.read(properties, filters);
            warnOfVainKeys(config, properties);
            Server current = server;
            if (current != null) {
                current.reconfigure(config);
                if (current.state() == ServerState.RUNNING) {
                    candidates.filter(config.handlerFilter());
                }
            }
            wanted = config;
            faults = List.of();
        }
    }

    /**
     * Starts the server with the newest configuration; one that runs is left as it is.
     *
     * @throws IOException           if it cannot be started
     * @throws IllegalStateException if it drains, was closed, or has no configuration
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
     * Starts the server with the newest configuration: at once, or in the background when it has finished its drain. One that
     * runs is left as it is.
     *
     * @return completes when clients can connect; exceptionally if it cannot be started
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

    /** Called with the lock held, like all that follows. */
    private void startNow() throws IOException {
        if (wanted == null) {
            throw new IllegalStateException("server " + name + " cannot start: it has no valid configuration");
        }
        Server fresh = new Server(name, host, events);
        candidates.serve(fresh.slot(), wanted.handlerFilter());
        server = fresh;
        faults = List.of();
        fresh.start(wanted);
        LOG.info(
                "server {} runs on engine {}, {} loop(s), Java {}",
                name,
                engine(wanted.engine(), fresh.pollerName(), Platform.epollUnavailable()),
                fresh.loopSnapshots().size(),
                Runtime.version().feature());
    }

    /** Returns the name of the engine, for the log, and why there is no better one where the choice was the host's. */
    static String engine(EngineChoice wanted, String found, String epollUnavailable) {
        boolean isSecondBest = wanted == EngineChoice.AUTO && "portable".equals(found) && epollUnavailable != null;
        return isSecondBest ? found + " (no epoll: " + epollUnavailable + ")" : found;
    }

    private boolean isRunning() {
        Server current = server;
        return current != null && current.state() == ServerState.RUNNING;
    }

    /** Returns what completes when the server, which does not run, has ended. */
    private CompletableFuture<DrainResult> over() {
        Server current = server;
        return current == null ? CompletableFuture.completedFuture(NOTHING) : current.stop();
    }

    /** A server that is STOPPED tells its end before the future completes: a listener may start it again in that moment. */
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

    private void reject(List<String> found) {
        faults = found;
        events.configurationRejected(name, found);
    }

    // ---- end

    /** Drains the server and stops it, within {@code drain.timeout}. A start that waits for the end of a drain is called off. */
    public CompletableFuture<DrainResult> drain() {
        return end(Server::stop);
    }

    /**
     * Drains the server and stops it, within this time.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    public CompletableFuture<DrainResult> drain(Duration atMost) {
        return end(current -> current.stop(atMost));
    }

    private CompletableFuture<DrainResult> end(Function<Server, CompletableFuture<DrainResult>> stop) {
        CompletableFuture<Void> calledOff;
        Server current;
        synchronized (lock) {
            calledOff = startAfterDrain;
            startAfterDrain = null;
            current = server;
        }
        if (calledOff != null) {
            calledOff.completeExceptionally(
                    new IllegalStateException("server " + name + " was not started: it was told to stop again"));
        }
        return current == null ? CompletableFuture.completedFuture(NOTHING) : stop.apply(current);
    }

    /**
     * Drains the server for good: it takes no configuration any more and cannot be started again.
     *
     * @return completes when it has stopped and the listeners were let go; the same for every call
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

    /** Returns what completes when nobody is accepted any more by a server that was told to stop, and its path is free. */
    public CompletableFuture<Void> unbound() {
        Server current = server;
        return current == null ? CompletableFuture.completedFuture(null) : current.unbound();
    }

    /** Returns how long a stop may let connections finish, by the configuration. */
    Duration drainTimeout() {
        Server current = server;
        return current == null || current.config() == null
                ? Duration.ZERO
                : current.config().drainTimeout();
    }

    // ---- for operators

    /** Returns what completes when each event loop of the server has taken a turn. */
    CompletableFuture<Void> pulse() {
        Server current = server;
        return current == null ? CompletableFuture.completedFuture(null) : current.pulse();
    }

    /** Returns whether this thread is in a call of a handler or a listener of this server: it must not wait for the end. */
    public boolean isCallingOnThisThread() {
        Server current = server;
        return current != null && current.isCallingOnThisThread() || events.isCallingOnThisThread();
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
