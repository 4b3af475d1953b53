package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Which Java {@code bin/patchbay} takes for a command that must start at once, among scripts that say how they were run. */
@DisabledOnOs(OS.WINDOWS)
@Timeout(180)
class CommandJavaIT {

    @TempDir
    private Path folder;

    private Path java(String name, String version) throws IOException {
        Path home = folder.toRealPath().resolve(name);
        Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
        Path java = home.resolve("bin/java");
        Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$0 $*\" >>" + folder + "/runs\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    private List<String> status(Map<String, String> environment) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(
                Patchbay.distribution().resolve("bin/patchbay").toString(), "status");
        builder.environment().remove("JAVA_HOME");
        builder.environment().remove("PATCHBAY_JAVA");
        builder.environment().putAll(environment);
        Process process = builder.inheritIO().start();
        // A real Java says that no Patchbay runs here.
        assertThat(process.waitFor()).isIn(0, 69);
        Path runs = folder.resolve("runs");
        return Files.exists(runs) ? Files.readAllLines(runs) : List.of();
    }

    @Test
    void theJavaOnThePathIsTakenWithoutBeingTriedOut() throws Exception {
        Path java = java("path", "17.0.1");

        assertThat(status(Map.of("PATH", java.resolve("bin") + ":" + System.getenv("PATH"))))
                .singleElement()
                .asString()
                .startsWith(java + "/bin/java ")
                .endsWith(" dev.patchbay.command.Main status");
    }

    @Test
    void anExplicitJavaIsTakenWithoutBeingTriedOut() throws Exception {
        Path java = java("path", "25");
        Path explicit = java("explicit", "17.0.1");

        assertThat(status(Map.of(
                        "PATH", java.resolve("bin") + ":" + System.getenv("PATH"), "JAVA_HOME", explicit.toString())))
                .singleElement()
                .asString()
                .startsWith(explicit + "/bin/java ");
    }

    @Test
    void aJavaOnThePathThatIsTooOldIsPassedOver() throws Exception {
        Path old = java("old", "11.0.1");

        // Whichever this machine has instead.
        assertThat(status(Map.of("PATH", old.resolve("bin") + ":" + System.getenv("PATH"))))
                .isEmpty();
    }
}
