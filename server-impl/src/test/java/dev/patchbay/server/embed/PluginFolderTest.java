package dev.patchbay.server.embed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.embed.Server;
import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that a plugin does, or that happens to its folder, ends the watch of the folder or what serves. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class PluginFolderTest {

    @TempDir
    Path directory;

    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private Path folder;
    private Server server;

    @BeforeEach
    void start() throws IOException {
        folder = Files.createDirectory(directory.resolve("plugins"));
        server = Server.at(directory.resolve("test.sock"))
                .with("hold.timeout", "1h")
                .plugins(folder)
                .events(new ServerEvents() {
                    @Override
                    public void error(String name, String what, Throwable cause) {
                        told.add(what + " " + cause);
                    }
                })
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** The copies that plugins are loaded from. */
    private static Set<Path> copies() {
        try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return files.filter(file -> file.getFileName().toString().startsWith("patchbay-plugin"))
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Returns the copy that a plugin of this server is loaded from; other processes may have theirs beside it. */
    private static Path copyOf(Path jar) throws IOException {
        for (Path copy : copies()) {
            if (isCopy(copy, jar)) {
                return copy;
            }
        }
        throw new AssertionError("there is no copy of " + jar);
    }

    private static boolean isCopy(Path copy, Path jar) throws IOException {
        try {
            return Files.isRegularFile(copy) && Files.mismatch(copy, jar) < 0;
        } catch (NoSuchFileException removedMeanwhile) {
            return false;
        }
    }

    private String nextError() throws InterruptedException {
        String error = told.poll(30, TimeUnit.SECONDS);
        assertThat(error).as("an error that is told").isNotNull();
        return error;
    }

    private List<String> origins() {
        return server.snapshot().handlers().stream()
                .map(handler -> handler.origin())
                .toList();
    }

    /** Waits for the watcher, which looks by itself. */
    private void awaitOrigins(String... origins) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!origins().equals(List.of(origins)) && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(origins()).containsExactly(origins);
    }

    @Test
    void theWatchGoesOnWhenAPluginHasInterruptedItsThread() throws Exception {
        PluginJar.write(folder.resolve("a.jar"), "one", "Thread.currentThread().interrupt();");
        awaitOrigins("a.jar");
        PluginJar.write(folder.resolve("b.jar"), "two");
        awaitOrigins("a.jar", "b.jar");
        assertThat(told).isEmpty();
    }

    @Test
    void theWatchGoesOnWhenAnybodyInterruptsIt() throws Exception {
        Thread watcher = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("patchbay-plugins"))
                .findAny()
                .orElseThrow();
        watcher.interrupt();

        assertThat(nextError()).contains("was interrupted; it goes on");
        PluginJar.write(folder.resolve("a.jar"), "one");
        awaitOrigins("a.jar");
    }

    @Test
    void theWatchGoesOnWhenAPluginCannotBeLetGoOf() throws Exception {
        Path jar = folder.resolve("a.jar");
        PluginJar.write(jar, "one");
        awaitOrigins("a.jar");
        Path copy = copyOf(jar);
        Files.delete(copy);
        Path obstacle = Files.createDirectories(copy.resolve("obstacle"));
        try {
            Files.delete(jar);

            assertThat(nextError()).contains("the plugin " + jar + " cannot be released completely");
            awaitOrigins();
            PluginJar.write(folder.resolve("b.jar"), "two");
            awaitOrigins("b.jar");
        } finally {
            Files.delete(obstacle);
            Files.delete(copy);
        }
    }

    @Test
    void whatIsInTheWayOfOnePluginKeepsNoOtherOneFromBeingClosed() throws Exception {
        PluginJar.write(folder.resolve("a.jar"), "one");
        server.lookForPlugins();
        Path copy = copyOf(folder.resolve("a.jar"));
        Files.delete(copy);
        Path obstacle = Files.createDirectories(copy.resolve("obstacle"));
        PluginJar.write(folder.resolve("b.jar"), "two");
        PluginJar.write(folder.resolve("c.jar"), "six");
        server.lookForPlugins();
        List<Path> others = List.of(copyOf(folder.resolve("b.jar")), copyOf(folder.resolve("c.jar")));
        try {
            server.close();
            assertThat(copy).exists();
            assertThat(others).noneMatch(Files::exists);
        } finally {
            Files.delete(obstacle);
            Files.delete(copy);
        }
    }

    @Test
    void aFolderThatIsGoneIsReportedOnceUntilItIsBack() throws Exception {
        Path away = directory.resolve("away");
        Files.move(folder, away);
        for (int i = 0; i < 10; i++) {
            server.lookForPlugins();
        }
        assertThat(nextError()).contains("cannot scan the plugin folder");
        Files.move(away, folder);
        server.lookForPlugins();
        Files.move(folder, away);
        server.lookForPlugins();
        assertThat(nextError()).contains("cannot scan the plugin folder");
        Files.move(away, folder);
        server.close();
        assertThat(told).isEmpty();
    }

    @Test
    void whateverAPluginThrowsIsToldOnceAndLeavesWhatServes() throws Exception {
        Path jar = folder.resolve("a.jar");
        PluginJar.write(jar, "one");
        server.lookForPlugins();
        List<String> failures = new ArrayList<>(List.of(
                "NoClassDefFoundError",
                "ExceptionInInitializerError",
                "StackOverflowError",
                "OutOfMemoryError",
                "AssertionError",
                "IllegalStateException",
                "Error"));
        for (String failure : failures) {
            String exception = failure.startsWith("Exception") ? "(Throwable) null" : "";
            PluginJar.write(jar, "two", "if (true) throw new " + failure + "(" + exception + ");");
            server.lookForPlugins();
            server.lookForPlugins();

            assertThat(nextError())
                    .contains(
                            "the plugin " + jar + " cannot be used: ",
                            failure,
                            "which served before, stays in service");
            assertThat(origins()).as(failure).containsExactly("a.jar");
        }
        PluginJar.write(jar, "six");
        server.lookForPlugins();
        assertThat(origins()).containsExactly("a.jar");
        assertThat(told).isEmpty();
    }

    @Test
    void aCallerKeepsTheirInterruptAndTheirContextClassLoader() throws Exception {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        PluginJar.write(
                folder.resolve("a.jar"),
                "one",
                "if (Thread.currentThread().isInterrupted()) throw new IllegalStateException();"
                        + "Thread.currentThread().setContextClassLoader(null);");
        Thread.currentThread().interrupt();
        server.lookForPlugins();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
        assertThat(origins()).containsExactly("a.jar");
    }

    @Test
    void whatIsNoJarAtAllIsToldOnceAndOthersServe() throws Exception {
        Files.createSymbolicLink(folder.resolve("broken.jar"), directory.resolve("nothing"));
        Files.createDirectory(folder.resolve("folder.jar"));
        PluginJar.write(directory.resolve("real"), "one");
        Files.move(directory.resolve("real"), folder.resolve("a.jar"), StandardCopyOption.ATOMIC_MOVE);
        server.lookForPlugins();
        server.lookForPlugins();

        assertThat(origins()).containsExactly("a.jar");
        assertThat(nextError()).contains("broken.jar cannot be used: it is a link");
        assertThat(nextError()).contains("folder.jar cannot be used: it is a folder");
        server.close();
        assertThat(told).isEmpty();
    }

    @Test
    void aJarWithoutAHandlerIsToldOnceAndLeavesWhatServes() throws Exception {
        Path jar = folder.resolve("a.jar");
        PluginJar.write(jar, "one");
        server.lookForPlugins();
        Files.write(jar, new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
        server.lookForPlugins();

        assertThat(origins()).containsExactly("a.jar");
        assertThat(nextError()).contains("a.jar cannot be used: it contains no provider", "stays in service");
    }

    @Test
    void aSecondNameOfAPluginTakesItOverWhenTheFirstGoesAway() throws Exception {
        PluginJar.write(folder.resolve("a.jar"), "one");
        server.lookForPlugins();
        Files.copy(folder.resolve("a.jar"), folder.resolve("b.jar"));
        Files.delete(folder.resolve("a.jar"));
        server.lookForPlugins();

        assertThat(origins()).containsExactly("b.jar");
        assertThat(told).isEmpty();
    }
}
