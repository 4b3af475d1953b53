package dev.patchbay.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import dev.patchbay.api.Handler;
import dev.patchbay.server.poll.Poller;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What may depend on what, for the classes as Java 17 sees them and as Java 25 does, with those of the overlay in the
 * place of those that they replace. A rule that finds no class to look at fails.
 */
@ParameterizedClass
@ValueSource(booleans = {false, true})
class ArchitectureTest {

    private static final String OVERLAY = "META-INF/versions/25/";

    private final boolean withOverlay;
    private final JavaClasses classes;

    ArchitectureTest(boolean withOverlay) {
        assumeFalse(withOverlay && Boolean.getBoolean("patchbay.overlay.skip"), "the build had no JDK 25");
        this.withOverlay = withOverlay;
        this.classes = new ClassFileImporter()
                .withImportOption(this::isSeen)
                .importLocations(List.of(homeOf(Handler.class), homeOf(Poller.class)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"config", "control", "embed", "engine", "events", "plugins", "poll", "socket", "swap"})
    void plainJavaKnowsNothingOfOsgi(String plain) {
        noClasses()
                .that()
                .resideInAPackage("dev.patchbay.server." + plain + "..")
                .and()
                .doNotHaveSimpleName("package-info")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.osgi..", "org.apache.felix..")
                .check(classes);
    }

    @ParameterizedTest
    @CsvSource({"memory, loop", "memory, connection", "memory, ''", "loop, connection", "loop, ''", "connection, ''"})
    void eachPackageOfTheEngineKnowsOnlyThoseBelowIt(String below, String above) {
        noClasses()
                .that()
                .resideInAPackage(engine(below))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(engine(above))
                .check(classes);
    }

    private static String engine(String part) {
        return "dev.patchbay.server.engine" + (part.isEmpty() ? "" : "." + part);
    }

    @Test
    void connectionSeesItsServerThroughAnInterface() {
        noClasses()
                .that()
                .resideInAnyPackage(engine("connection"), engine("loop"), engine("memory"))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.patchbay.server.events..", "dev.patchbay.server.socket..")
                .check(classes);
    }

    @Test
    void packagesFormNoCircle() {
        slices().matching("dev.patchbay.(**)").should().beFreeOfCycles().check(classes);
    }

    @Test
    void theOverlayIsAmongTheClassesThatAreLookedAt() {
        assertThat(classes.contain("dev.patchbay.server.poll.EpollPoller")).isEqualTo(withOverlay);
    }

    private boolean isSeen(Location location) {
        String place = location.asURI().toString();
        if (place.contains("META-INF/versions/")) {
            return withOverlay && place.contains(OVERLAY);
        }
        return !withOverlay || !isReplaced(place);
    }

    private static boolean isReplaced(String place) {
        String file = place.substring(place.lastIndexOf("/dev/patchbay/") + 1);
        return Poller.class.getResource("/" + OVERLAY + file) != null;
    }

    private static Location homeOf(Class<?> type) {
        return Location.of(type.getProtectionDomain().getCodeSource().getLocation());
    }
}
