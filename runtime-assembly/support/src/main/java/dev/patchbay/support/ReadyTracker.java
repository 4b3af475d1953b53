package dev.patchbay.support;

import dev.patchbay.api.Durations;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.util.tracker.ServiceTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches until every server that is configured at start accepts or has failed, and tells the launcher and the service
 * manager, once. Where there
 * is no launcher, it does nothing.
 */
final class ReadyTracker extends ServiceTracker<ServerRuntime, ServerRuntime> implements ServerEvents {

    private static final Logger log = LoggerFactory.getLogger(ReadyTracker.class);

    /** What reading the configurations and starting the servers may take, before it is a failure. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, String> expected;
    private final CompletableFuture<String> launcher;
    private final ServiceManager manager;
    private ServiceRegistration<ServerEvents> events;

    ReadyTracker(BundleContext context, ServiceManager manager) throws InvalidSyntaxException {
        super(context, ServerRuntime.class, null);
        this.manager = manager;
        launcher = launcher(context);
        expected = launcher == null ? Map.of() : ServerFiles.in(Path.of(context.getProperty("patchbay.home"), "conf"));
    }

    @Override
    public void open(boolean trackAllServices) {
        super.open(trackAllServices);
        if (launcher != null) {
            events = context.registerService(ServerEvents.class, this, null);
            CompletableFuture.delayedExecutor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .execute(this::giveUp);
            launcher.whenComplete((servers, failure) -> events.unregister());
            look();
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
        look(runtime.servers());
        return runtime;
    }

    @Override
    public void serverStarted(String server, String address) {
        look();
    }

    @Override
    public void serverFailed(String server, Throwable cause) {
        look();
    }

    @Override
    public void configurationRejected(String server, List<String> faults) {
        look();
    }

    /** Returns what the servers that there are may take to drain. */
    long longestDrainMillis() {
        return servers().stream()
                .mapToLong(server -> Durations.parse(server.configuration().getOrDefault("drain.timeout", "0"))
                        .toMillis())
                .max()
                .orElse(0);
    }

    /** Drains all servers that there are, together. */
    CompletionStage<?> drainAll() {
        ServerRuntime runtime = getService();
        return runtime == null ? CompletableFuture.completedStage(null) : runtime.drainAll();
    }

    private void look() {
        look(servers());
    }

    private void look(List<ServerSnapshot> servers) {
        if (launcher == null || launcher.isDone()) {
            return;
        }
        Readiness readiness = Readiness.of(expected, servers);
        if (!readiness.decided()) {
            return;
        }
        if (readiness.failed().isEmpty()) {
            log.info("ready: {}", readiness.addresses());
            if (launcher.complete(readiness.addresses())) {
                manager.ready("serving " + readiness.addresses(), this::pulse);
            }
        } else {
            launcher.completeExceptionally(new IllegalStateException(readiness.faults(expected)));
        }
    }

    private void giveUp() {
        Readiness readiness = Readiness.of(expected, servers());
        launcher.completeExceptionally(new IllegalStateException(
                readiness.faults(expected) + "\n(waited " + PATIENCE.toSeconds() + " s; the log may tell more)"));
    }

    /** Without the servers' bundle there is no pulse. */
    private CompletionStage<Void> pulse() {
        ServerRuntime runtime = getService();
        return runtime == null ? new CompletableFuture<>() : runtime.pulse();
    }

    private List<ServerSnapshot> servers() {
        ServerRuntime runtime = getService();
        return runtime == null ? List.of() : runtime.servers();
    }

    @SuppressWarnings("unchecked")
    private static CompletableFuture<String> launcher(BundleContext context) throws InvalidSyntaxException {
        var found = context.getServiceReferences(CompletableFuture.class, "(patchbay.startup=true)");
        return found.isEmpty() ? null : context.getService(found.iterator().next());
    }
}
