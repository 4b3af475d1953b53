package dev.patchbay.itests.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs commands of {@code bin/patchbay} against a home, on the Java that runs the tests.
 *
 * @param home        the home
 * @param environment variables of the commands
 */
record CommandLine(Path home, Map<String, String> environment) {

    private static final long PATIENCE_SECONDS = 60;

    /** What a command printed and how it ended. */
    record Result(int status, String out, String err) {

        /** Returns the output, and fails if the command did. */
        String orFail() {
            if (status != 0) {
                throw new AssertionError("exit status " + status + ": " + out + err);
            }
            return out;
        }
    }

    CommandLine(Path home) {
        this(home, Map.of());
    }

    /** Returns the words that run a command. */
    List<String> words(String... arguments) {
        List<String> words = new ArrayList<>();
        words.add(Patchbay.distribution().resolve("bin/patchbay").toString());
        words.add(arguments[0]);
        words.add("--home");
        words.add(home.toString());
        words.addAll(List.of(arguments).subList(1, arguments.length));
        return words;
    }

    /** Starts a command whose output can be read while it runs. */
    Process start(List<String> words) throws IOException {
        return builder(words).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** Runs a command and waits for its end. */
    Result run(String... arguments) throws IOException, InterruptedException {
        return run(words(arguments));
    }

    /** Runs a program and waits for its end. */
    Result run(List<String> words) throws IOException, InterruptedException {
        Path out = Files.createTempFile("command", ".out");
        Path err = Files.createTempFile("command", ".err");
        try {
            Process process = builder(words)
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(words + " still runs after " + PATIENCE_SECONDS + " s");
            }
            return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    private ProcessBuilder builder(List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("PATCHBAY_JAVA", System.getProperty("java.home"));
        builder.environment().remove("COLUMNS");
        builder.environment().putAll(environment);
        return builder;
    }
}
