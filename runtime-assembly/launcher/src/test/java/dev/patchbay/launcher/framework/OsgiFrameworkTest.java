package dev.patchbay.launcher.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import dev.patchbay.launcher.home.Home;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;

class OsgiFrameworkTest {

    private static final long STOP_MILLIS = 60_000;

    private static final String BOOT_DELEGATION = "org.osgi.framework.bootdelegation";

    @TempDir
    private Path folder;

    private OsgiFramework framework;

    @AfterEach
    void stop() throws BundleException, InterruptedException {
        if (framework != null) {
            assertThat(framework.stop(STOP_MILLIS)).isEmpty();
        }
    }

    @Test
    void bundlesStartAndTheLastLevelOnlyWhenAsked() throws Exception {
        create(List.of(level(3, "first", Map.of()), level(9, "shell", Map.of())));

        framework.start();
        assertThat(state("first")).isEqualTo(Bundle.ACTIVE);
        assertThat(state("shell")).isNotEqualTo(Bundle.ACTIVE);

        framework.startRest();
        assertThat(state("shell")).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void fragmentsNeedNotStart() throws Exception {
        create(List.of(level(1, "host", Map.of()), level(2, "fragment", Map.of("Fragment-Host", "host"))));

        framework.start();

        assertThat(state("fragment")).isEqualTo(Bundle.RESOLVED);
    }

    @Test
    void everyBundleThatDoesNotStartIsNamedWithItsReason() throws Exception {
        create(List.of(
                level(1, "good", Map.of()),
                level(2, "lonely", Map.of("Import-Package", "no.such.api")),
                level(3, "broken", Map.of("Bundle-Activator", "no.such.Activator"))));

        assertThatExceptionOfType(LaunchFailure.class)
                .isThrownBy(framework::start)
                .withMessageContaining("lonely: ")
                .withMessageContaining("no.such.api")
                .withMessageContaining("broken: ")
                .withMessageContaining("no.such.Activator")
                .satisfies(failure -> assertThat(failure.status()).isEqualTo(ExitStatus.SOFTWARE));
        assertThat(state("good")).isEqualTo(Bundle.ACTIVE);
    }

    @Test
    void cacheOfAnOlderDistributionIsForgotten() throws Exception {
        create(List.of(level(1, "old", Map.of())));
        framework.start();
        framework.stop(STOP_MILLIS);

        create(List.of(level(1, "fresh", Map.of())));
        framework.start();

        assertThat(Arrays.stream(framework.context().getBundles()).map(Bundle::getSymbolicName))
                .contains("fresh")
                .doesNotContain("old");
    }

    @Test
    void twoVersionsOfABundleAreRefusedAndBothFilesAreNamed() throws Exception {
        BundleFolder older = level(2, "twin", "twin-1.0", Map.of("Bundle-Version", "1.0.0"));
        BundleFolder newer = level(2, "twin;singleton:=true", "twin-2.0", Map.of("Bundle-Version", "2.0.0"));
        BundleFolder copy = level(4, "other", "other", Map.of());
        BundleFolder copied = level(5, "other", "other-copy", Map.of());

        assertThatExceptionOfType(LaunchFailure.class)
                .isThrownBy(() -> create(List.of(older, newer, copy, copied)))
                .withMessageContaining(
                        older.jars().get(0) + " and " + newer.jars().get(0))
                .withMessageContaining(
                        copy.jars().get(0) + " and " + copied.jars().get(0))
                .satisfies(failure -> assertThat(failure.status()).isEqualTo(ExitStatus.SOFTWARE));
    }

    @Test
    void propertiesOfTheFrameworkReachItFromTheSystem() throws Exception {
        System.setProperty(BOOT_DELEGATION, "com.sun.*");
        try {
            assertThat(FrameworkSettings.of(new Home(folder), folder, false))
                    .containsEntry(BOOT_DELEGATION, "com.sun.*");
        } finally {
            System.clearProperty(BOOT_DELEGATION);
        }
    }

    private void create(List<BundleFolder> folders) throws LaunchFailure {
        framework = OsgiFramework.create(FrameworkSettings.of(new Home(folder), folder, false), folders);
    }

    private int state(String name) {
        return Arrays.stream(framework.context().getBundles())
                .filter(bundle -> name.equals(bundle.getSymbolicName()))
                .findFirst()
                .orElseThrow()
                .getState();
    }

    private BundleFolder level(int level, String name, Map<String, String> headers) throws IOException {
        return level(level, name, name, headers);
    }

    private BundleFolder level(int level, String name, String file, Map<String, String> headers) throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.putValue("Bundle-ManifestVersion", "2");
        attributes.putValue("Bundle-SymbolicName", name);
        headers.forEach(attributes::putValue);
        Path jar = folder.resolve(file + ".jar");
        try (OutputStream out = Files.newOutputStream(jar)) {
            new JarOutputStream(out, manifest).close();
        }
        return new BundleFolder(level, List.of(jar));
    }
}
