package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options in the environment that contradict those of the script. */
@Timeout(180)
class OptionsOfTheUserIT {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-XX:+UseG1GC",
                "-XX:+UseZGC",
                "-Xmx24m",
                "-XX:MaxHeapSize=24m",
                "-Duser.language=ar -Duser.country=EG",
                "-Duser.language=fa -Duser.country=IR",
                "-Duser.language=tr -Duser.country=TR",
                // Nothing can be created there.
                "-Djava.io.tmpdir=/proc"
            })
    void javaOptsWin(String options) throws Exception {
        try (Patchbay patchbay = Patchbay.start(directory, options)) {
            patchbay.terminate();
            assertThat(patchbay.awaitExit()).isZero();
        }
    }

    @Test
    void optionsOfJavaItselfWinToo() throws Exception {
        try (Patchbay patchbay = Patchbay.launch(
                Patchbay.distribution(),
                directory,
                List.of("--allow-unsafe-files"),
                process -> process.environment().put("JAVA_TOOL_OPTIONS", "-XX:+UseG1GC -Xmx24m"))) {
            patchbay.output().await("patchbay ready in ");
            patchbay.terminate();
            assertThat(patchbay.awaitExit()).isZero();
        }
    }
}
