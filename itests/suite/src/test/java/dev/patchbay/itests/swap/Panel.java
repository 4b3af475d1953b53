package dev.patchbay.itests.swap;

import java.io.IOException;
import org.osgi.framework.BundleException;

/** One server with two probes. Records what was requested, and so which probe should serve in the end. */
final class Panel {

    private final ProbeFramework framework;
    private final String server;
    private final Plug a;
    private final Plug b;

    /** The probe that {@code handler.target} lets through; null for both. */
    private Plug target;

    /** Starts the server with the first of its probes. */
    Panel(ProbeFramework framework, String server, String execution)
            throws IOException, BundleException, InterruptedException {
        this.framework = framework;
        this.server = server;
        this.a = new Plug(framework, server, 'A', execution);
        this.b = new Plug(framework, server, 'B', execution);
        framework.startServer(server, filter());
        a.rank(0);
    }

    String server() {
        return server;
    }

    /** Returns the probe that should serve. */
    Plug serving() {
        if (target != null && target.isPresent()) {
            return target;
        }
        return a.isPresent() && (!b.isPresent() || a.ranking() > b.ranking()) ? a : b;
    }

    /** Returns the other one. */
    Plug standby() {
        return serving() == a ? b : a;
    }

    /** Waits until what was asked for has been told to everybody; each thing is asked for once at most in between. */
    void settle() throws IOException, InterruptedException {
        framework.settle();
    }

    boolean isTargeted() {
        return target != null;
    }

    /** Lets through one probe, or, if that is null, both. */
    void target(Plug only) throws IOException {
        target = only;
        framework.configureServer(server, filter());
    }

    private String filter() {
        return target == null
                ? "(handler.name=" + Plug.prefix(server) + "*)"
                : "(&(handler.name=" + target.name() + ")(probe.letter=*))";
    }

    /** Puts the other probe in charge by way of the rankings. */
    void exchangeRanks(boolean raise) throws IOException {
        if (raise) {
            standby().rank(serving().ranking() + 1);
        } else {
            serving().rank(standby().ranking() - 1);
        }
    }

    @Override
    public String toString() {
        return a + ", " + b + (target == null ? "" : ", only " + target.name() + " allowed");
    }
}
