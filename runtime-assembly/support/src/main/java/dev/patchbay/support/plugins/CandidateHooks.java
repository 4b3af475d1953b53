package dev.patchbay.support.plugins;

import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.resolver.ResolverHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;

/**
 * Lets a candidate, which is a bundle that is only checked, be in the framework next to the bundle that serves: it may have the same
 * name and version, it may be a singleton as well, and no other bundle gets wires to it.
 */
final class CandidateHooks implements CollisionHook, ResolverHookFactory, ResolverHook {

    /** The prefix of the locations of candidates. */
    static final String LOCATION = "patchbay-candidate:";

    private final List<ServiceRegistration<?>> registrations;

    private CandidateHooks(BundleContext context) {
        registrations = List.of(
                context.registerService(CollisionHook.class, this, null),
                context.registerService(ResolverHookFactory.class, this, null));
    }

    /** Registers the hooks. */
    static CandidateHooks open(BundleContext context) {
        return new CandidateHooks(context);
    }

    void close() {
        registrations.forEach(ServiceRegistration::unregister);
    }

    /** Returns whether a bundle is only checked. */
    static boolean isCandidate(Bundle bundle) {
        return bundle.getLocation().startsWith(LOCATION);
    }

    private static boolean isCandidate(BundleRevision revision) {
        return isCandidate(revision.getBundle());
    }

    /** Removes collisions between plugins: {@link BundleTarget} itself sees to it that only one of them stays. */
    @Override
    public void filterCollisions(int operation, Bundle target, Collection<Bundle> collisions) {
        collisions.removeIf(bundle -> isCandidate(bundle) || BundleTarget.isPlugin(bundle));
    }

    @Override
    public ResolverHook begin(Collection<BundleRevision> triggers) {
        return this;
    }

    @Override
    public void filterResolvable(Collection<BundleRevision> candidates) {
        // All may resolve.
    }

    @Override
    public void filterSingletonCollisions(BundleCapability singleton, Collection<BundleCapability> collisions) {
        boolean candidate = isCandidate(singleton.getRevision());
        collisions.removeIf(other -> candidate || isCandidate(other.getRevision()));
    }

    @Override
    public void filterMatches(BundleRequirement requirement, Collection<BundleCapability> capabilities) {
        if (!isCandidate(requirement.getRevision())) {
            capabilities.removeIf(capability -> isCandidate(capability.getRevision()));
        }
    }

    @Override
    public void end() {
        // There is no state.
    }
}
