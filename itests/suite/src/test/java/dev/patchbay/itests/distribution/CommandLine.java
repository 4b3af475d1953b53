package dev.patchbay.itests.distribution;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

    private static final long PATIENCE_SECONDS = 120;
    private static final long LOOK_MILLIS = 50;

    /** What a terminal sends for Ctrl-C. */
    private static final int INTERRUPT = 3;

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

    /**
     * Runs lines of a shell on a terminal, types an interrupt as soon as the terminal shows some words, and returns all that it
     * shows.
     */
    String interruptOnTerminal(String lines, String words) throws IOException, InterruptedException {
        Path out = Files.createTempFile("terminal", ".out");
        // A build in the background of a shell ignores SIGINT. The shell itself must outlive the interrupt.
        List<String> script =
                List.of("env", "--default-signal=INT", "script", "-qec", "trap : INT; " + lines, "/dev/null");
        Process process = builder(script).redirectOutput(out.toFile()).start();
        try {
            awaitShown(process, out, words);
            process.getOutputStream().write(INTERRUPT);
            process.getOutputStream().flush();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("not interrupted within " + PATIENCE_SECONDS + " s: " + shown(out));
            }
            return shown(out);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            Files.delete(out);
        }
    }

    private static void awaitShown(Process process, Path out, String words) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!shown(out).contains(words)) {
            if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() - deadline > 0) {
                throw new AssertionError("the terminal does not show " + words + ", but " + shown(out));
            }
        }
    }

    /** Returns what there is, which may end within a character. */
    private static String shown(Path out) throws IOException {
        return new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
    }

    private ProcessBuilder builder(List<String> words) {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("PATCHBAY_JAVA", System.getProperty("java.home"));
        builder.environment().remove("COLUMNS");
        builder.environment().putAll(environment);
        return builder;
    }
}
