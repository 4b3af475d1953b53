package dev.patchbay.launcher;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.launch.Framework;

/** A program of this module in a process of its own, on the Java that runs the tests. */
final class LauncherProcess {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final CompletableFuture<String> errors;

    private LauncherProcess(Process process) {
        this.process = process;
        this.errors = CompletableFuture.supplyAsync(() -> {
            try {
                return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Starts the class with these options of Java and these arguments. */
    static LauncherProcess start(Class<?> program, List<String> options, String... arguments) throws IOException {
        return start(
                program,
                List.of(folderOf(program), folderOf(Main.class), folderOf(Framework.class)),
                options,
                arguments);
    }

    static LauncherProcess start(Class<?> program, List<Path> classPath, List<String> options, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("os.name").equals("Linux")) {
            // What runs the build may ignore a signal, as nohup does, and its child processes would inherit that.
            command.addAll(List.of("env", "--default-signal=HUP,TERM"));
        }
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator, classPath.stream().map(Path::toString).toList()));
        command.add(program.getName());
        command.addAll(List.of(arguments));
        return new LauncherProcess(new ProcessBuilder(command).start());
    }

    /** Returns the folder or jar from which a class was loaded. */
    static Path folderOf(Class<?> type) {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().getPath());
    }

    /** Waits for a line on standard output that is this text. */
    void awaitLine(String line) throws IOException {
        StringBuilder read = new StringBuilder();
        for (int next = process.getInputStream().read();
                next >= 0;
                next = process.getInputStream().read()) {
            if (next != '\n') {
                read.append((char) next);
            } else if (read.toString().equals(line)) {
                return;
            } else {
                read.setLength(0);
            }
        }
        throw new AssertionError("the process ended without the line " + line + "; it said " + errors.join());
    }

    /** Sends a signal: {@code TERM}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** Waits until the process has ended, and returns its exit status. */
    int exitStatus() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("the process did not end; it said " + errors.join());
        }
        return process.exitValue();
    }

    /** Returns what the process has written to standard error, after its end. */
    String errors() {
        return errors.join();
    }
}
