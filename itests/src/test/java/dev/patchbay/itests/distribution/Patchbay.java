package dev.patchbay.itests.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The distribution, running as a process of its own on the Java that runs the tests. Killed when closed. */
final class Patchbay implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Lines output;
    private final Lines log;

    private Patchbay(Process process) {
        this.process = process;
        this.output = new Lines(process.getInputStream(), "patchbay-out");
        this.log = new Lines(process.getErrorStream(), "patchbay-err");
    }

    /** Starts it in this home directory, and does not wait for anything. */
    static Patchbay launch(Path home) throws IOException {
        // Whoever can write to the checkout can change these tests as well.
        return launch(distribution(), home, List.of("--allow-unsafe-files"), process -> {});
    }

    /** Returns what the build has assembled. */
    static Path distribution() {
        return Path.of(System.getProperty("patchbay.distribution"));
    }

    /** Starts a distribution with these options more, by a process that is prepared in some way. */
    static Patchbay launch(Path distribution, Path home, List<String> options, Consumer<ProcessBuilder> preparation)
            throws IOException {
        Path command = distribution.resolve("bin/patchbay");
        List<String> words = new ArrayList<>();
        if (System.getProperty("os.name").equals("Linux")) {
            // A build in the background of a shell ignores SIGINT, and so would its children.
            words.addAll(List.of("env", "--default-signal=INT"));
        }
        words.addAll(List.of(command.toString(), "run", "--home", home.toString(), "--no-shell"));
        words.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("PATCHBAY_JAVA", System.getProperty("java.home"));
        preparation.accept(builder);
        return new Patchbay(builder.start());
    }

    /** Starts it in this home directory, and returns when all its servers accept. */
    static Patchbay start(Path home) throws IOException, InterruptedException {
        Patchbay started = launch(home);
        try {
            started.output.await("patchbay ready in ");
            return started;
        } catch (AssertionError | InterruptedException e) {
            started.close();
            throw new AssertionError(e.getMessage() + "\nand on standard error:\n" + started.log.all(), e);
        }
    }

    /** What it prints on standard output. */
    Lines output() {
        return output;
    }

    /** What it prints on standard error: the log, and why it could not start. */
    Lines log() {
        return log;
    }

    long pid() {
        return process.pid();
    }

    /** Sends SIGTERM. */
    void terminate() {
        // Not by the process itself: that would close its output as well.
        process.toHandle().destroy();
    }

    /** Sends SIGINT, as Ctrl-C does. */
    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(pid())).start().waitFor();
    }

    /** Waits for its end, and returns the exit status. */
    int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("patchbay still runs after " + PATIENCE_SECONDS + " s");
        }
        return process.exitValue();
    }

    /** Sends SIGKILL and waits for the end. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        awaitExit();
    }

    /** Kills it if it still runs. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
}
