package dev.patchbay.launcher.framework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.patchbay.launcher.exit.ExitStatus;
import dev.patchbay.launcher.exit.LaunchFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BundleFolderTest {

    @TempDir
    private Path bundles;

    @Test
    void foldersAreStartLevelsInTheOrderOfTheirNumbers() throws Exception {
        Path late = jar("10-late", "a.jar");
        Path second = jar("2-early", "b.jar");
        Path first = jar("2-early", "a.jar");

        assertThat(BundleFolder.readAll(bundles))
                .containsExactly(new BundleFolder(2, List.of(first, second)), new BundleFolder(10, List.of(late)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"log", "x-log", "-1-log", "0-log", "2"})
    void folderWithoutALevelIsNamed(String name) throws IOException {
        jar(name, "a.jar");

        assertThatExceptionOfType(LaunchFailure.class)
                .isThrownBy(() -> BundleFolder.readAll(bundles))
                .withMessageContaining(bundles.resolve(name).toString());
    }

    @Test
    void filesThatAreNoBundlesAreLeftAlone() throws Exception {
        Path bundle = jar("2-early", "a.jar");
        jar("2-early", "a.jar.orig");
        jar("2-early", ".DS_Store");
        Files.createFile(bundles.resolve("README"));
        Files.createDirectory(bundles.resolve(".snapshot"));

        assertThat(BundleFolder.readAll(bundles)).containsExactly(new BundleFolder(2, List.of(bundle)));
    }

    @Test
    void missingBundlesAreAFailure() {
        assertThatExceptionOfType(LaunchFailure.class)
                .isThrownBy(() -> BundleFolder.readAll(bundles.resolve("nowhere")))
                .withMessageContaining("nowhere")
                .satisfies(failure -> assertThat(failure.status()).isEqualTo(ExitStatus.SOFTWARE));
        assertThatExceptionOfType(LaunchFailure.class)
                .isThrownBy(() -> BundleFolder.readAll(bundles))
                .withMessageContaining("no bundles");
    }

    private Path jar(String folder, String name) throws IOException {
        return Files.createFile(Files.createDirectories(bundles.resolve(folder)).resolve(name));
    }
}
