package dev.patchbay.itests.distribution;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The distribution as a separate process, on the Java that runs the tests. It is killed when this is closed. */
public final class Patchbay implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final Lines output;
    private final Lines log;

    private Patchbay(Process process) {
        this.process = process;
        this.output = new Lines(process.getInputStream(), "patchbay-out");
        this.log = new Lines(process.getErrorStream(), "patchbay-err");
    }

    /** Starts the distribution with this home directory, without waiting. */
    public static Patchbay launch(Path home, String... javaOptions) throws IOException {
        // A user who can write to the checkout can change these tests too.
        return launch(
                distribution(),
                home,
                List.of("--allow-unsafe-files"),
                process -> process.environment().put("JAVA_OPTS", String.join(" ", javaOptions)));
    }

    /** Returns the folder of the distribution that the build has assembled. */
    public static Path distribution() {
        return Path.of(System.getProperty("patchbay.distribution"));
    }

    /** Starts a distribution with additional options, after the preparation of its process. */
    public static Patchbay launch(
            Path distribution, Path home, List<String> options, Consumer<ProcessBuilder> preparation)
            throws IOException {
        Path command = distribution.resolve("bin/patchbay");
        List<String> words = new ArrayList<>();
        if (System.getProperty("os.name").equals("Linux")) {
            // A build in the background of a shell ignores SIGINT, one under nohup SIGHUP, and child processes inherit
            // that.
            words.addAll(List.of("env", "--default-signal=INT,HUP"));
        }
        words.addAll(List.of(command.toString(), "run", "--home", home.toString(), "--no-shell"));
        words.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().put("PATCHBAY_JAVA", System.getProperty("java.home"));
        preparation.accept(builder);
        return new Patchbay(builder.start());
    }

    /** Starts the distribution with this home directory, and waits until all servers accept connections. */
    public static Patchbay start(Path home, String... javaOptions) throws IOException, InterruptedException {
        Patchbay started = launch(home, javaOptions);
        try {
            started.output.await("patchbay ready in ");
            return started;
        } catch (AssertionError | InterruptedException e) {
            started.close();
            throw new AssertionError(e.getMessage() + "\nand on standard error:\n" + started.log.all(), e);
        }
    }

    /** Returns the lines on standard output. */
    public Lines output() {
        return output;
    }

    /** Returns the lines on standard error: the log, and the message of a failed start. */
    public Lines log() {
        return log;
    }

    /** Returns whether the process runs. */
    boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** Sends SIGTERM. */
    public void terminate() {
        // Process.destroy would close the output too.
        process.toHandle().destroy();
    }

    /** Sends SIGINT, as Ctrl-C does. */
    public void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(pid())).start().waitFor();
    }

    /** Waits until the process has exited, and returns the exit status. */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("patchbay still runs after " + PATIENCE_SECONDS + " s");
        }
        return process.exitValue();
    }

    /** Sends SIGKILL and waits until the process has exited. */
    public void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        awaitExit();
    }

    /** Kills the process if it is still running. */
    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
}
