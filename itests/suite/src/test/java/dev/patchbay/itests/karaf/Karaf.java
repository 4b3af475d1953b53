package dev.patchbay.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.SocketFile;
import dev.patchbay.itests.distribution.Lines;
import dev.patchbay.itests.distribution.Readme;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * An unmodified Karaf in its own folder, on the Java that runs the tests. Tests type into its console, which also shows
 * its log. It is killed when this is closed.
 */
final class Karaf implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Path base;
    private final Path etc;
    private final Process process;
    private final Lines output;
    private final PrintStream console;

    private Karaf(Path base, Path etc, Process process) {
        this.base = base;
        this.etc = etc;
        this.process = process;
        this.output = new Lines(process.getInputStream(), "karaf", Karaf::saysSomething);
        this.console = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Starts it, and returns when it listens to what is typed. */
    static Karaf start(Path base) throws IOException, InterruptedException {
        return start(base, base.resolve("etc"));
    }

    /** Starts it with its configuration files in another folder than its own {@code etc/}. */
    static Karaf start(Path base, Path etc) throws IOException, InterruptedException {
        copyConfiguration(home().resolve("etc"), Files.createDirectories(etc));
        Files.createDirectories(base.resolve("data"));
        Files.createDirectories(base.resolve("deploy"));
        return launch(base, etc);
    }

    /** Starts one that was shut down, after it has removed everything but its configuration files and {@code deploy/}. */
    static Karaf startClean(Path base, Path etc) throws IOException, InterruptedException {
        return launch(base, etc, "clean");
    }

    private static Path home() {
        return Path.of(System.getProperty("patchbay.karaf"));
    }

    private static Karaf launch(Path base, Path etc, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(home().resolve("bin/karaf").toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("KARAF_BASE", base.toString());
        builder.environment().put("KARAF_ETC", etc.toString());
        builder.environment().put("EXTRA_JAVA_OPTS", "-Dkaraf.log.console=INFO");
        Karaf started = new Karaf(base, etc, builder.start());
        try {
            started.output.await("Apache Karaf", "(");
            started.awaitCommand("config:list \"(service.pid=org.ops4j.pax.url.mvn)\"", "Pid: ");
            started.awaitFeatureCommands();
            return started;
        } catch (AssertionError | InterruptedException e) {
            started.close();
            throw e;
        }
    }

    /** Types a command until it is there: the console is ready before its commands are. */
    void awaitCommand(String command, String answer) throws InterruptedException {
        String unknown = "Command not found";
        String said;
        do {
            type(command);
            said = output.await(line -> line.contains(unknown) || line.contains(answer), answer);
        } while (said.contains(unknown));
    }

    private void awaitFeatureCommands() throws InterruptedException {
        awaitCommand("feature:repo-list", "standard-");
    }

    /** Types a command that changes where Karaf looks for artifacts, and waits until it has made its commands anew. */
    void typeAndAwaitRepositories(String command) throws InterruptedException {
        type(command);
        output.await("Updating commands for bundle org.apache.karaf.features.command");
        awaitFeatureCommands();
    }

    /** Drops the prompt, which the console prints again for whatever happens. */
    private static boolean saysSomething(String line) {
        return !line.strip().endsWith("()>");
    }

    /**
     * Copies {@code etc/}; what Maven has on this machine is not to be found, and the ports become free ones, for
     * another Karaf may run on this machine.
     */
    private static void copyConfiguration(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            files.filter(Files::isRegularFile).forEach(file -> {
                try {
                    Path copy = to.resolve(from.relativize(file));
                    Files.createDirectories(copy.getParent());
                    Files.copy(file, copy);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        Files.writeString(
                to.resolve("org.ops4j.pax.url.mvn.cfg"),
                "\norg.ops4j.pax.url.mvn.localRepository = ${karaf.data}/repository\n",
                StandardOpenOption.APPEND);
        freePorts(to.resolve("org.apache.karaf.shell.cfg"), "sshPort");
        freePorts(to.resolve("org.apache.karaf.management.cfg"), "rmiRegistryPort", "rmiServerPort");
    }

    private static void freePorts(Path file, String... keys) throws IOException {
        String content = Files.readString(file);
        for (String key : keys) {
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                content = content.replaceFirst("(?m)^" + key + " *= *\\d+", key + " = " + free.getLocalPort());
            }
        }
        Files.writeString(file, content);
    }

    /** Returns the lines of the documentation that install the features from this checkout. */
    static List<String> documentedLines() throws IOException {
        List<String> lines = new Readme("runtime-assembly/OPERATIONS.md", "In Karaf")
                .blocks("")
                .get(0)
                .replace("/CHECKOUT", Readme.CHECKOUT.toString())
                .lines()
                .toList();
        assertThat(lines).hasSize(3);
        return lines;
    }

    /** Types commands, a line each. */
    void type(String... commands) {
        for (String command : commands) {
            console.println(command.strip());
        }
    }

    /** What it prints: its log, and what commands say. */
    Lines output() {
        return output;
    }

    /** Returns the folder of its configuration files. */
    Path etc() {
        return etc;
    }

    Path deploy() {
        return base.resolve("deploy");
    }

    Path socket(String name) {
        return base.resolve("data").resolve(name + ".sock");
    }

    /** Waits until a socket is there, or is not. */
    void awaitSocket(String name, boolean there) throws IOException, InterruptedException {
        SocketFile.await(socket(name), there);
    }

    /** Shuts it down, and returns the exit status. */
    int shutDown() throws InterruptedException {
        type("system:shutdown -f");
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("Karaf still runs after " + PATIENCE_SECONDS + " s");
        }
        return process.exitValue();
    }

    /** Kills it if it still runs, and what it has started with it. */
    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
}
