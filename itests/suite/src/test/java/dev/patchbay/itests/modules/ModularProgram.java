package dev.patchbay.itests.modules;

import dev.patchbay.itests.distribution.Lines;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * Compiles and starts the program in {@code src/test/modules/host} and its plugins. The program is killed when this is
 * closed.
 */
final class ModularProgram implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final Path SOURCES = Path.of("src/test/modules");
    private static final Path LIBRARIES = Path.of(System.getProperty("patchbay.modulepath"));

    /** The loop that calls handlers. The compiler says nothing of a name that does not exist; another test does. */
    static final String LOOP_CLASS = "dev.patchbay.server.engine.connection.Strand";

    static final String LOOP_METHOD = "runWith";

    /**
     * Otherwise the compiler may put a handler's code into the loop that calls it, and a thread that waits in that loop
     * keeps the handler's classes, although no object refers to them.
     */
    private static final List<String> CALL_HANDLERS_OUTSIDE_OF_LOOPS =
            List.of("-XX:CompileCommand=quiet", "-XX:CompileCommand=dontinline," + LOOP_CLASS + "::" + LOOP_METHOD);

    private static final String NATIVE_ACCESS = "--enable-native-access=dev.patchbay.server,org.newsclub.net.unix";

    private final Path folder;
    private final Process process;
    private final Lines output;
    private final PrintStream commands;

    private ModularProgram(Path folder, Process process) {
        this.folder = folder;
        this.process = process;
        this.output = new Lines(process.getInputStream(), "program", line -> true);
        this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Compiles it into the folder. */
    static void compile(Path folder) throws IOException {
        javac(SOURCES.resolve("host"), LIBRARIES.toString(), folder.resolve("classes/com.example.host"));
        Files.createDirectories(folder.resolve("plugins"));
    }

    /** Starts it in the folder where it was compiled; returns when its servers accept connections. */
    static ModularProgram start(Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (Runtime.version().feature() > 21) {
            command.add(NATIVE_ACCESS);
        }
        command.addAll(CALL_HANDLERS_OUTSIDE_OF_LOOPS);
        command.addAll(List.of("--module-path", LIBRARIES + ":" + folder.resolve("classes")));
        command.addAll(List.of("--module", "com.example.host/com.example.host.Main"));
        command.addAll(List.of(folder.toString(), folder.resolve("plugins").toString()));
        ModularProgram started = new ModularProgram(
                folder, new ProcessBuilder(command).redirectErrorStream(true).start());
        try {
            started.output.await("serving");
            return started;
        } catch (AssertionError | InterruptedException e) {
            started.close();
            throw e;
        }
    }

    /**
     * Compiles a plugin, and puts it where the program looks, in place of the one before.
     *
     * @param letter    the letter in front of its answers
     * @param execution how it wants to be called
     */
    static void plugIn(Path folder, char letter, String execution) throws IOException {
        Path sources = Files.createDirectories(folder.resolve("answers"));
        try (Stream<Path> files = Files.walk(SOURCES.resolve("answers"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = sources.resolve(SOURCES.resolve("answers").relativize(file));
                Files.createDirectories(copy.getParent());
                Files.writeString(
                        copy,
                        Files.readString(file)
                                .replace("'A'", "'" + letter + "'")
                                .replace("EVENT_LOOP", execution));
            }
        }
        Path classes = folder.resolve("answers-" + letter);
        javac(sources, LIBRARIES + ":" + folder.resolve("classes"), classes);
        Path jar = folder.resolve("answers-" + letter + ".jar");
        run("jar", "--create", "--file=" + jar, "-C", classes.toString(), ".");
        replace(folder, letter);
    }

    /** Puts a plugin that was compiled before where the program looks. */
    static void replace(Path folder, char letter) throws IOException {
        Path copy = folder.resolve("answers.tmp");
        Files.copy(folder.resolve("answers-" + letter + ".jar"), copy, StandardCopyOption.REPLACE_EXISTING);
        Files.move(copy, folder.resolve("plugins/answers.jar"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void javac(Path sources, String modulePath, Path classes) throws IOException {
        List<String> arguments =
                new ArrayList<>(List.of("-Xlint:all,-path,-processing", "-Werror", "--module-path", modulePath));
        arguments.addAll(List.of("-d", classes.toString()));
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(Path::toString)
                    .forEach(arguments::add);
        }
        run("javac", arguments.toArray(String[]::new));
    }

    private static void run(String tool, String... arguments) {
        int status = ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments);
        if (status != 0) {
            throw new AssertionError(tool + " has failed with status " + status);
        }
    }

    Path socket(String server) {
        return folder.resolve(server + ".sock");
    }

    Lines output() {
        return output;
    }

    /** Lets it look for plugins, and waits until it has. */
    void look() throws InterruptedException {
        commands.println("look");
        output.await("looked");
    }

    /** Lets it collect what it does not need any more, and returns what it says about the layers of its plugins. */
    String layers() throws InterruptedException {
        commands.println("layers");
        return output.await("layers");
    }

    /** Ends its input, and returns its exit status. */
    int end() throws InterruptedException {
        commands.close();
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("the program still runs after " + PATIENCE_SECONDS + " s");
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }
}
