package dev.patchbay.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pictures in docs are those that their texts describe. */
@Timeout(60)
class PicturesTest {

    @Test
    void picturesAreMadeOfTheTextsBesideThem() throws Exception {
        Process check = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "Diagram.java",
                        "--check",
                        "byte.txt",
                        "swap.txt")
                .directory(Path.of("docs").toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(check.waitFor()).as(output).isZero();
    }
}
