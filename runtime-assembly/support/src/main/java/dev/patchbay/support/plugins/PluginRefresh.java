package dev.patchbay.support.plugins;

import dev.patchbay.server.plugins.PluginLog;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.BundleWire;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Has plugins that use classes of a plugin that was updated or removed use those of its successor. Where there is none, they go on with
 * the old ones: a plugin that serves is not stopped because a file has gone.
 */
final class PluginRefresh {

    private static final long PATIENCE_SECONDS = 30;

    private final FrameworkWiring wiring;
    private final PluginLog log;
    private Set<Bundle> reported = Set.of();

    PluginRefresh(FrameworkWiring wiring, PluginLog log) {
        this.wiring = wiring;
        this.log = log;
    }

    void run() {
        List<Bundle> old = wiring.getRemovalPendingBundles().stream()
                .filter(BundleTarget::isPlugin)
                .toList();
        if (old.isEmpty()) {
            return;
        }
        Collection<Bundle> affected = wiring.getDependencyClosure(old);
        List<Bundle> stranded = affected.stream()
                .filter(bundle -> bundle.getState() != Bundle.UNINSTALLED)
                .filter(bundle -> !BundleTarget.isPlugin(bundle) || !findsAll(bundle))
                .toList();
        if (stranded.isEmpty()) {
            refresh(old);
        } else if (!reported.equals(Set.copyOf(stranded))) {
            reported = Set.copyOf(stranded);
            log.changed("the old classes of " + old + " stay in use, because " + stranded
                    + " would lack them; the next start uses the new ones");
        }
    }

    /** Returns whether everything that a bundle is wired to now has a provider that will still be there. */
    private boolean findsAll(Bundle bundle) {
        BundleWiring present = bundle.adapt(BundleWiring.class);
        return present == null || present.getRequiredWires(null).stream().allMatch(this::hasSuccessor);
    }

    private boolean hasSuccessor(BundleWire wire) {
        return wire.getProvider().getBundle().adapt(BundleRevision.class) == wire.getProvider()
                || wiring.findProviders(wire.getRequirement()).stream()
                        .map(BundleCapability::getResource)
                        .anyMatch(revision -> revision.getBundle().getState() != Bundle.UNINSTALLED
                                && revision.getBundle().adapt(BundleRevision.class) == revision);
    }

    private void refresh(List<Bundle> old) {
        CountDownLatch done = new CountDownLatch(1);
        wiring.refreshBundles(old, event -> done.countDown());
        try {
            if (!done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                log.changed("the refresh of " + old + " has not ended after " + PATIENCE_SECONDS + " s; it goes on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
