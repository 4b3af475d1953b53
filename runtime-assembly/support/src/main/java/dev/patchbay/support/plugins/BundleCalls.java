package dev.patchbay.support.plugins;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

/** Calls that run the code of a plugin. Each has a thread of its own, so that one that does not return keeps no other plugin waiting. */
final class BundleCalls {

    private static final long PATIENCE_SECONDS = 10;

    private static final long AFTER_INTERRUPT_SECONDS = 2;

    private BundleCalls() {}

    /**
     * Makes a call and waits for it. One that does not return in time is interrupted.
     *
     * @param late is run when a call that has been given up returns after all
     * @throws TimeoutException if the call does not return after the interrupt either
     * @throws Exception        what the call throws
     */
    static void run(Callable<?> call, Runnable late) throws Exception {
        FutureTask<?> task = new FutureTask<>(call);
        Object given = new Object();
        boolean[] abandoned = {false};
        Thread thread = new Thread(
                () -> {
                    task.run();
                    synchronized (given) {
                        if (!abandoned[0]) {
                            return;
                        }
                    }
                    late.run();
                },
                "patchbay-plugin-call");
        thread.setDaemon(true);
        thread.start();
        if (!returns(task, PATIENCE_SECONDS)) {
            thread.interrupt();
            synchronized (given) {
                abandoned[0] = !returns(task, AFTER_INTERRUPT_SECONDS);
            }
        }
        if (abandoned[0]) {
            throw new TimeoutException("it has not returned for " + PATIENCE_SECONDS + " s");
        }
        boolean interrupted = Thread.interrupted();
        try {
            task.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Exception exception) {
                throw exception;
            }
            throw e;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns whether a call returns in time. An interrupt of the waiting thread is kept for later. */
    private static boolean returns(FutureTask<?> task, long seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    task.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return true;
                } catch (TimeoutException e) {
                    return false;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Returns the reason of a failure, in one line. */
    static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof BundleException && failure.getCause() != null ? failure.getCause() : failure;
        String text = cause instanceof BundleException ? String.valueOf(cause.getMessage()) : cause.toString();
        return text.lines().findFirst().orElse("");
    }

    /** Uninstalls a bundle that has not been started. */
    static void uninstall(Bundle bundle) {
        try {
            if (bundle.getState() != Bundle.UNINSTALLED) {
                bundle.uninstall();
            }
        } catch (BundleException e) {
            throw new IllegalStateException("cannot uninstall " + bundle, e);
        }
    }
}
