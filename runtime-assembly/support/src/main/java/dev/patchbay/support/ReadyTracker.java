package dev.patchbay.support;

import dev.patchbay.api.Durations;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the servers until each one that is configured at the start accepts connections or has failed. Then reports
 * the result to the launcher, and success also to systemd. It does so once. Without a launcher it watches nothing.
 *
 * <p>The start is a success if a server accepts connections, or none is configured; with the option {@code --strict},
 * only if all that are configured do.
 *
 * <p>Servers report their events on threads of their own, so several threads may call this at a time. The future of the
 * launcher accepts only the first result.
 */
final class ReadyTracker extends ServiceTracker<ServerRuntime, ServerRuntime> implements ServerEvents {

    private static final Logger log = LoggerFactory.getLogger(ReadyTracker.class);

    /** How long reading the configurations and starting the servers may take before the start fails. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, String> expected;
    private final CompletableFuture<String> launcher;
    private final SystemdNotifier notifier;
    private final Supplier<Map<String, String>> unusable;
    private final Runnable atEachPulse;
    private final boolean strict;
    private ServiceRegistration<ServerEvents> events;

    /**
     * Creates a tracker that is not open.
     *
     * @param unusable    returns why configuration files cannot be used, by the name of the server
     * @param atEachPulse runs whenever the watchdog asks whether the servers are alive
     */
    ReadyTracker(
            BundleContext context,
            SystemdNotifier notifier,
            Supplier<Map<String, String>> unusable,
            Runnable atEachPulse)
            throws InvalidSyntaxException {
        super(context, ServerRuntime.class, null);
        this.unusable = unusable;
        this.atEachPulse = atEachPulse;
        strict = Boolean.parseBoolean(context.getProperty("patchbay.strict"));
        this.notifier = notifier;
        launcher = launcher(context);
        expected = launcher == null ? Map.of() : ServerFiles.in(Path.of(context.getProperty("patchbay.home"), "conf"));
    }

    @Override
    public void open(boolean trackAllServices) {
        super.open(trackAllServices);
        if (launcher != null) {
            events = context.registerService(
                    ServerEvents.class, this, new Hashtable<>(Map.of(ServerEvents.CONNECTIONS, false)));
            CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::giveUp);
            launcher.whenComplete((servers, failure) -> events.unregister());
            check();
        }
    }

    @Override
    public void close() {
        if (launcher != null) {
            launcher.cancel(false);
        }
        super.close();
    }

    @Override
    public ServerRuntime addingService(ServiceReference<ServerRuntime> reference) {
        ServerRuntime runtime = super.addingService(reference);
        check(runtime.servers());
        return runtime;
    }

    @Override
    public void serverStarted(String server, String address) {
        check();
    }

    @Override
    public void serverFailed(String server, Throwable cause) {
        check();
    }

    @Override
    public void configurationRejected(String server, List<String> faults) {
        check();
    }

    /** Returns how long the {@code drain.timeout} of all servers lets them drain, in milliseconds; 0 if there are no servers. */
    long longestDrainMillis() {
        return longestDrainMillis(false) + longestDrainMillis(true);
    }

    private long longestDrainMillis(boolean control) {
        return servers().stream()
                .filter(server -> Readiness.isControl(server) == control)
                .mapToLong(server -> Durations.parse(server.configuration().getOrDefault("drain.timeout", "0"))
                        .toMillis())
                .max()
                .orElse(0);
    }

    /**
     * Drains all servers in parallel, and then the one for operators, so that it says until then what the others wait for. The stage
     * completes when all have drained.
     */
    CompletionStage<?> drainAll() {
        ServerRuntime runtime = getService();
        if (runtime == null) {
            return CompletableFuture.completedStage(null);
        }
        CompletableFuture<?>[] drains = runtime.servers().stream()
                .filter(server -> !Readiness.isControl(server))
                .map(server -> drain(runtime, server.name()))
                .toArray(CompletableFuture<?>[]::new);
        // Of a failure, the second drain knows as well.
        return CompletableFuture.allOf(drains)
                .handle((drained, failure) -> runtime)
                .thenCompose(ServerRuntime::drainAll);
    }

    private static CompletableFuture<?> drain(ServerRuntime runtime, String server) {
        try {
            return runtime.drain(server).toCompletableFuture();
        } catch (NoSuchElementException e) {
            // It has stopped since the servers were listed.
            return CompletableFuture.completedFuture(null);
        }
    }

    /** Looks whether all servers are decided. */
    void check() {
        check(servers());
    }

    private void check(List<ServerSnapshot> servers) {
        if (launcher == null || launcher.isDone()) {
            return;
        }
        Readiness readiness = Readiness.of(expected, servers, unusable.get());
        if (readiness.decided()) {
            decide(readiness, "");
        }
    }

    private synchronized void decide(Readiness readiness, String remark) {
        if (launcher.isDone()) {
            return;
        }
        if (readiness.nothingServes() || strict && !readiness.complete()) {
            launcher.completeExceptionally(new IllegalStateException(readiness.faults(expected) + remark));
            return;
        }
        // The faults of the others are in the log already.
        readiness.waitingLines(expected).forEach(log::error);
        if (readiness.complete()) {
            log.info("ready: {}", readiness.summary());
        } else {
            log.warn("ready, but not all servers: {}", readiness.summary());
        }
        if (launcher.complete(readiness.summary())) {
            notifier.ready("serving " + readiness.summary(), this::pulse);
        }
    }

    private void giveUp() {
        decide(
                Readiness.of(expected, servers(), unusable.get()),
                "\n(after " + PATIENCE.toSeconds() + " s; see the log for the reason)");
    }

    /** Returns the pulse of the servers; a stage that never completes if their bundle has stopped. */
    private CompletionStage<Void> pulse() {
        atEachPulse.run();
        ServerRuntime runtime = getService();
        return runtime == null ? new CompletableFuture<>() : runtime.pulse();
    }

    /** Returns all servers; none if their bundle has stopped. */
    List<ServerSnapshot> servers() {
        ServerRuntime runtime = getService();
        return runtime == null ? List.of() : runtime.servers();
    }

    @SuppressWarnings("unchecked")
    private static CompletableFuture<String> launcher(BundleContext context) throws InvalidSyntaxException {
        var found = context.getServiceReferences(CompletableFuture.class, "(patchbay.startup=true)");
        return found.isEmpty() ? null : context.getService(found.iterator().next());
    }
}
