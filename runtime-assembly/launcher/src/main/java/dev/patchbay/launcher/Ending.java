package dev.patchbay.launcher;

import java.util.List;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * The end of the process, whatever brings it about: a signal, the framework's own stop, or a failure. As the virtual
 * machine's shutdown hook it stops the framework, waits until the servers have drained, and sets the exit status, which for
 * a signal would otherwise not be 0.
 */
final class Ending extends Thread {

    /** The service property of a {@link LongSupplier}: how many milliseconds the servers may take to drain. */
    static final String DRAIN = "patchbay.drain.millis";

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

    private static long drainMillis(BundleContext context) {
        if (context == null) {
            return 0;
        }
        try {
            long longest = 0;
            for (ServiceReference<LongSupplier> drain :
                    context.getServiceReferences(LongSupplier.class, "(" + DRAIN + "=true)")) {
                LongSupplier millis = context.getService(drain);
                longest = millis == null ? longest : Math.max(longest, millis.getAsLong());
            }
            return longest;
        } catch (InvalidSyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
