package dev.patchbay.launcher;

import dev.patchbay.launcher.exit.LaunchFailure;
import dev.patchbay.launcher.framework.OsgiFramework;
import java.util.function.BooleanSupplier;

/**
 * What SIGHUP does: the bundles look at all files now, and reopen the log. Each part of that is a service of the type
 * {@link Runnable} with the property {@value #PROPERTY}. While the process starts or stops there is nothing to do: the
 * start reads all files anyway. Safe for use by several threads; signals that overlap are served one after another.
 */
final class Reload implements Runnable {

    /** The service property that identifies the services. */
    static final String PROPERTY = "patchbay.reload";

    private final BooleanSupplier stopping;
    private volatile OsgiFramework framework;

    /**
     * Creates a reload that does nothing.
     *
     * @param stopping returns whether the process is about to end
     */
    Reload(BooleanSupplier stopping) {
        this.stopping = stopping;
    }

    /** Sets the framework whose services are called. */
    void of(OsgiFramework started) {
        framework = started;
    }

    @Override
    public synchronized void run() {
        OsgiFramework running = framework;
        if (running == null || stopping.getAsBoolean()) {
            return;
        }
        try {
            for (Runnable part : FrameworkServices.find(running.context(), Runnable.class, PROPERTY)) {
                run(part);
            }
        } catch (RuntimeException | LinkageError e) {
            report(e);
        }
    }

    private void run(Runnable part) {
        try {
            part.run();
        } catch (Throwable e) {
            report(e);
        }
    }

    private void report(Throwable e) {
        if (!stopping.getAsBoolean()) {
            System.err.println("patchbay: SIGHUP was not served completely: " + LaunchFailure.oneLine(e));
        }
    }
}
