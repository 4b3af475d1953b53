package dev.patchbay.protocols;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The programs of the system that the tests drive. A test whose program is missing is skipped, and says which package has it. */
public final class Programs {

    /** Folders that hold programs but are rarely on the PATH. */
    private static final List<String> MORE_FOLDERS = List.of("/usr/sbin", "/usr/local/bin", "/usr/local/sbin");

    private Programs() {}

    /** Returns the path of a program; skips the test if there is none. */
    public static String require(String program, String debianPackage) {
        List<String> found = Stream.concat(Stream.of(System.getenv("PATH").split(":")), MORE_FOLDERS.stream())
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .toList();
        assumeTrue(!found.isEmpty(), () -> program + " is not installed: apt-get install " + debianPackage);
        return found.get(0);
    }

    /** Runs a program to its end, which must come within a minute, and returns what it wrote and its exit status. */
    public static Result run(String... command) {
        return run(60, command);
    }

    /** Runs a program to its end, which must come within the given time. */
    public static Result run(long seconds, String... command) {
        try {
            Path output = Files.createTempFile("program", ".out");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(Path.of("/dev/null").toFile())
                        .redirectOutput(output.toFile())
                        .start();
                boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
                process.destroyForcibly().waitFor();
                String text = Files.readString(output, StandardCharsets.ISO_8859_1);
                assertThat(ended)
                        .as("%s ended within %d s; it wrote: %s", String.join(" ", command), seconds, text)
                        .isTrue();
                return new Result(process.exitValue(), text);
            } finally {
                Files.delete(output);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupt) {
            throw new IllegalStateException("interrupted while waiting for " + command[0], interrupt);
        }
    }

    /** What a program left. */
    public record Result(int status, String output) {

        /** Returns the output of a program that must have ended well. */
        public String ok() {
            assertThat(status).as("exit status; output: %s", output).isZero();
            return output;
        }
    }
}
