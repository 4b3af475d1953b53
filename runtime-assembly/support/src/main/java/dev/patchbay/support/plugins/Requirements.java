package dev.patchbay.support.plugins;

import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;

/** Finds out whether a bundle has what it needs, without starting it. */
final class Requirements {

    private final FrameworkWiring wiring;

    Requirements(FrameworkWiring wiring) {
        this.wiring = wiring;
    }

    /** Returns what a bundle lacks, in words; empty if it is resolved now. */
    Optional<String> missing(Bundle bundle) {
        if (wiring.resolveBundles(List.of(bundle))) {
            return Optional.empty();
        }
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        String missing = revision == null
                ? ""
                : revision.getDeclaredRequirements(null).stream()
                        .filter(requirement -> !isOptional(requirement) && isMissing(requirement, bundle))
                        .map(Requirements::words)
                        .distinct()
                        .collect(Collectors.joining(", "));
        return Optional.of(
                missing.isEmpty()
                        ? "what it needs is there, but does not fit together; import packages in the versions that the"
                                + " other bundles have"
                        : "it needs " + missing + ", which no bundle provides; add the bundle that does, or pack the"
                                + " classes into the plugin");
    }

    private boolean isMissing(BundleRequirement requirement, Bundle bundle) {
        Collection<?> providers = wiring.findProviders(requirement).stream()
                .filter(capability -> {
                    BundleRevision of = capability.getResource();
                    return of.getBundle() == bundle || of.getWiring() != null || BundleTarget.isPlugin(of.getBundle());
                })
                .toList();
        return providers.isEmpty();
    }

    private static boolean isOptional(BundleRequirement requirement) {
        var directives = requirement.getDirectives();
        return Namespace.RESOLUTION_OPTIONAL.equals(directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))
                || "dynamic".equals(directives.get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE));
    }

    private static String words(BundleRequirement requirement) {
        String filter = requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
        String kind = requirement.getNamespace().equals(PackageNamespace.PACKAGE_NAMESPACE)
                ? "the package "
                : requirement.getNamespace() + " ";
        return kind + (filter == null ? requirement.getAttributes() : filter);
    }
}
