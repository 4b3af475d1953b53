package dev.patchbay.itests.plugin;

import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** An activator that fails. Tests build a bundle with it. */
public final class BrokenActivator implements BundleActivator {

    /** What the failure says. */
    public static final String REASON = "this activator fails on purpose";

    @Override
    public void start(BundleContext context) {
        throw new IllegalStateException(REASON);
    }

    @Override
    public void stop(BundleContext context) {}
}
