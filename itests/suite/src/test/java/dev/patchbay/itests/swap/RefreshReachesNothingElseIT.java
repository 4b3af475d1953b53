package dev.patchbay.itests.swap;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.FrameworkWiring;

/** The bundles that a framework restarts with one that was updated: it must be that one alone. */
@Timeout(60)
class RefreshReachesNothingElseIT {

    private static Bundle bundle(BundleContext context, String name) {
        return Stream.of(context.getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no bundle " + name));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void handlersAndTheServerAreRefreshedAlone(boolean equinox, @TempDir Path folder) throws Exception {
        try (ProbeFramework framework =
                ProbeFramework.start(equinox ? Frameworks.equinox() : Frameworks.felix(), folder)) {
            BundleContext context = framework.context();
            FrameworkWiring wiring = context.getBundle(0).adapt(FrameworkWiring.class);
            for (String name :
                    List.of("dev.patchbay.handler.echo", "dev.patchbay.handler.json", "dev.patchbay.example.methods")) {
                Bundle updated = bundle(context, name);
                assertThat(wiring.getDependencyClosure(List.of(updated))).containsExactly(updated);
            }
            assertThat(wiring.getDependencyClosure(List.of(bundle(context, "dev.patchbay.server"))))
                    .extracting(Bundle::getSymbolicName)
                    .doesNotContain("dev.patchbay.api", "dev.patchbay.handler.echo", "dev.patchbay.handler.json");
        }
    }
}
