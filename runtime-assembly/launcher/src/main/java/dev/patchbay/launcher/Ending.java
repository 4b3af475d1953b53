package dev.patchbay.launcher;

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
 * The end of the process, whatever brings it about: a signal, the framework's own stop, or a failure. As the virtual
 * machine's shutdown hook it tells all servers to drain, waits for them together, stops the framework, and sets the exit
 * status, which for a signal would otherwise not be 0.
 */
final class Ending extends Thread {

    /** The service property of a {@link LongSupplier}: how many milliseconds the servers may take to drain. */
    static final String DRAIN = "patchbay.drain.millis";

    /** The service property of a {@link Supplier}: drains all servers, and supplies a stage that completes afterwards. */
    static final String DRAIN_ALL = "patchbay.drain.all";

    /** What everything but the drain may take. */
    private static final long MARGIN_MILLIS = 10_000;

    private volatile Platform platform;
    private volatile ExitStatus status = ExitStatus.OK;

    Ending() {
        super("patchbay-ending");
    }

    /** Names the framework to stop. */
    void stops(Platform started) {
        platform = started;
    }

    /** Ends the process; does not return. */
    void exit(ExitStatus with) {
        status = with;
        System.exit(with.code());
    }

    @Override
    public void run() {
        try {
            if (platform != null) {
                stop(platform);
            }
        } catch (BundleException | InterruptedException | RuntimeException e) {
            fail("the stop failed: " + e);
        }
        System.out.flush();
        Runtime.getRuntime().halt(status.code());
    }

    private void stop(Platform running) throws BundleException, InterruptedException {
        long timeoutMillis = drainMillis(running.context()) + MARGIN_MILLIS;
        drainAll(running.context(), timeoutMillis);
        List<String> hanging = running.stop(timeoutMillis);
        if (!hanging.isEmpty()) {
            fail("gave up after " + timeoutMillis + " ms waiting for these bundles to stop: "
                    + String.join(", ", hanging));
        }
    }

    private void fail(String message) {
        System.err.println("patchbay: " + message);
        if (status == ExitStatus.OK) {
            status = ExitStatus.SOFTWARE;
        }
    }

    /** Without the service there is nothing to drain yet, or no more. */
    private void drainAll(BundleContext context, long timeoutMillis) throws InterruptedException {
        List<CompletableFuture<?>> drains = new ArrayList<>();
        for (Supplier<?> drain : services(context, Supplier.class, DRAIN_ALL)) {
            drains.add(((CompletionStage<?>) drain.get()).toCompletableFuture());
        }
        try {
            CompletableFuture.allOf(drains.toArray(CompletableFuture<?>[]::new))
                    .get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            fail("not all servers could be drained: " + e.getCause());
        } catch (TimeoutException e) {
            fail("not all servers have drained within " + timeoutMillis + " ms");
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
