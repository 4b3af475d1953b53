package dev.patchbay.launcher;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.framework.OsgiFramework;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The shutdown hook of the virtual machine. It runs whether a signal, a stop of the framework or a failure ends the
 * process. It drains all servers in parallel, stops the framework, and sets the exit status. Without it, the status
 * after a signal would not be 0.
 */
final class Shutdown extends Thread {

    /**
     * The service property of a {@link LongSupplier} that returns how many milliseconds the servers may take to drain.
     */
    static final String DRAIN = "patchbay.drain.millis";

    /**
     * The service property of a {@link Supplier} that drains all servers and returns a stage that completes afterwards.
     */
    static final String DRAIN_ALL = "patchbay.drain.all";

    /** How long the rest of the shutdown may take, in addition to the drain. */
    private static final long MARGIN_MILLIS = 10_000;

    private volatile OsgiFramework framework;
    private volatile ExitStatus status = ExitStatus.OK;

    Shutdown() {
        super("patchbay-shutdown");
    }

    /** Sets the framework to stop. Until this is called, the shutdown only sets the exit status. */
    void stops(OsgiFramework started) {
        framework = started;
    }

    /** Ends the process with this status. Does not return. */
    void exit(ExitStatus with) {
        status = with;
        System.exit(with.code());
    }

    @Override
    public void run() {
        try {
            if (framework != null) {
                stop(framework);
            }
        } catch (BundleException | InterruptedException | RuntimeException e) {
            fail("the shutdown failed: " + e + "; the log may say more");
        }
        System.out.flush();
        Runtime.getRuntime().halt(status.code());
    }

    private void stop(OsgiFramework running) throws BundleException, InterruptedException {
        long timeoutMillis = drainMillis(running.context()) + MARGIN_MILLIS;
        drainAll(running.context(), timeoutMillis);
        List<String> hanging = running.stop(timeoutMillis);
        if (!hanging.isEmpty()) {
            fail("exiting although these bundles did not stop within " + timeoutMillis + " ms: "
                    + String.join(", ", hanging));
        }
    }

    private void fail(String message) {
        System.err.println("patchbay: " + message);
        if (status == ExitStatus.OK) {
            status = ExitStatus.SOFTWARE;
        }
    }

    /**
     * Drains all servers. If the service is not registered, there are no servers yet, or no longer, and nothing
     * happens.
     */
    private void drainAll(BundleContext context, long timeoutMillis) throws InterruptedException {
        List<CompletableFuture<?>> drains = new ArrayList<>();
        for (Supplier<?> drain : services(context, Supplier.class, DRAIN_ALL)) {
            drains.add(((CompletionStage<?>) drain.get()).toCompletableFuture());
        }
        try {
            CompletableFuture.allOf(drains.toArray(CompletableFuture<?>[]::new))
                    .get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            fail("at least one server failed to drain: " + e.getCause());
        } catch (TimeoutException e) {
            fail("not all servers drained within " + timeoutMillis + " ms; stopping them anyway");
        }
    }

    private static long drainMillis(BundleContext context) {
        return services(context, LongSupplier.class, DRAIN).stream()
                .mapToLong(LongSupplier::getAsLong)
                .max()
                .orElse(0);
    }

    private static <S> List<S> services(BundleContext context, Class<S> type, String property) {
        List<S> services = new ArrayList<>();
        if (context == null) {
            return services;
        }
        try {
            for (ServiceReference<S> reference : context.getServiceReferences(type, "(" + property + "=true)")) {
                S service = context.getService(reference);
                if (service != null) {
                    services.add(service);
                }
            }
            return services;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
