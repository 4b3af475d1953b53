package dev.patchbay.launcher;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import dev.patchbay.launcher.framework.OsgiFramework;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;

/**
 * The shutdown hook of the virtual machine. It runs whether a signal, a stop of the framework or a failure ends the
 * process. It drains all servers in parallel, stops the framework, and ends the process with the exit status.
 *
 * <p>The first call of {@link #request} decides the status. A signal during the stop changes nothing. Nothing that
 * fails or hangs in the framework keeps the process from ending: each step is done on a thread of its own, and is
 * waited for only until its time is up.
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

    /** How long a step may take in addition to the time that it gives itself. */
    private static final long HANGING_MILLIS = 15_000;

    /** How long the last output may take to be read. */
    private static final long OUTPUT_MILLIS = 1_000;

    private static final int RESERVE_BYTES = 256 << 10;

    private final List<ConsoleOutput> outputs;
    private final AtomicReference<ExitStatus> requested = new AtomicReference<>();
    private volatile OsgiFramework framework;

    /** Given up at the end, so that a process that has filled its heap has enough memory to stop in order. */
    private volatile byte[] reserve = new byte[RESERVE_BYTES];

    private volatile boolean failed;

    /**
     * Creates the hook.
     *
     * @param outputs the streams whose last bytes are to be read before the process ends
     */
    Shutdown(List<ConsoleOutput> outputs) {
        super("patchbay-shutdown");
        this.outputs = outputs;
    }

    /** Sets the framework to stop. Until this is called, the shutdown only sets the exit status. */
    void stops(OsgiFramework started) {
        framework = started;
    }

    /** Requests that the process ends with this status. Returns false if another status was requested before. */
    boolean request(ExitStatus status) {
        return requested.compareAndSet(null, status);
    }

    /** Makes some memory available for the end of the process. */
    void releaseReserve() {
        reserve = null;
    }

    /** Returns whether the process was requested to end. */
    boolean isRequested() {
        return requested.get() != null;
    }

    /** Ends the process with the status that was requested first. Does not return. */
    void exit(ExitStatus status) {
        request(status);
        releaseReserve();
        try {
            System.exit(status.code());
        } catch (Throwable e) {
            // Not even the hooks can be run: the memory is exhausted.
            Runtime.getRuntime().halt(ExitStatus.SOFTWARE.code());
        }
    }

    @Override
    public void run() {
        try {
            if (request(ExitStatus.OK)) {
                ForeignExit.find().ifPresent(this::fail);
            }
            if (framework != null) {
                stop(framework);
            }
        } catch (Throwable e) {
            fail("the shutdown failed: " + LaunchFailure.oneLine(e) + "; the log may say more");
        } finally {
            end();
        }
    }

    private void end() {
        try {
            for (ConsoleOutput output : outputs) {
                output.await(OUTPUT_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ExitStatus status = requested.get();
            Runtime.getRuntime().halt(failed && status == ExitStatus.OK ? ExitStatus.SOFTWARE.code() : status.code());
        }
    }

    private void stop(OsgiFramework running) throws InterruptedException {
        Long drainMillis = within(0, "finding how long the servers may drain", () -> drainMillis(running.context()));
        long timeoutMillis = (drainMillis == null ? 0 : drainMillis) + MARGIN_MILLIS;
        within(timeoutMillis, "the drain", () -> drainAll(running.context(), timeoutMillis));
        List<String> hanging = within(timeoutMillis, "the stop of the framework", () -> running.stop(timeoutMillis));
        if (hanging != null && !hanging.isEmpty()) {
            fail("exiting although these bundles did not stop within " + timeoutMillis + " ms: "
                    + String.join(", ", hanging));
        }
    }

    /** Returns the result of a step; null if it failed or took too long, which was then reported. */
    private <T> T within(long timeoutMillis, String step, Callable<T> action) throws InterruptedException {
        FutureTask<T> task = new FutureTask<>(action);
        Thread thread = new Thread(task, "patchbay-shutdown-step");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(timeoutMillis + HANGING_MILLIS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            fail(step + " failed: " + LaunchFailure.oneLine(e.getCause()) + "; the log may say more");
        } catch (TimeoutException e) {
            fail(step + " did not end within " + (timeoutMillis + HANGING_MILLIS) + " ms; exiting anyway");
        }
        return null;
    }

    private void fail(String message) {
        failed = true;
        System.err.println("patchbay: " + message);
    }

    /**
     * Drains all servers. If the service is not registered, there are no servers yet, or no longer, and nothing
     * happens.
     */
    private Void drainAll(BundleContext context, long timeoutMillis) throws InterruptedException {
        List<CompletableFuture<?>> drains = new ArrayList<>();
        for (Supplier<?> drain : FrameworkServices.find(context, Supplier.class, DRAIN_ALL)) {
            drains.add(((CompletionStage<?>) drain.get()).toCompletableFuture());
        }
        try {
            CompletableFuture.allOf(drains.toArray(CompletableFuture<?>[]::new))
                    .get(timeoutMillis, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            fail("at least one server failed to drain: " + LaunchFailure.oneLine(e.getCause()));
        } catch (TimeoutException e) {
            fail("not all servers drained within " + timeoutMillis + " ms; stopping them anyway");
        }
        return null;
    }

    private static long drainMillis(BundleContext context) {
        return FrameworkServices.find(context, LongSupplier.class, DRAIN).stream()
                .mapToLong(LongSupplier::getAsLong)
                .max()
                .orElse(0);
    }
}
