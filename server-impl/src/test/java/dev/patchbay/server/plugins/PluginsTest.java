package dev.patchbay.server.plugins;

import static dev.patchbay.server.plugins.Jars.bundle;
import static dev.patchbay.server.plugins.Jars.put;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A folder of plugins, an installer, and a target that records what it is asked to do. */
abstract class PluginsTest {

    @TempDir
    Path directory;

    final List<String> refused = new ArrayList<>();
    FakeTarget target = new FakeTarget();
    Path folder;
    PluginInstaller installer;

    @BeforeEach
    void create() throws IOException {
        folder = Files.createDirectory(directory.resolve("plugins"));
        restart();
    }

    /** Starts again, as a new process would. */
    void restart() throws IOException {
        Path copies = directory.resolve("copies");
        if (Files.exists(copies)) {
            try (Stream<Path> files = Files.list(copies)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        }

        target = new FakeTarget();
        installer = new PluginInstaller(
                folder,
                target,
                new PluginReader(directory.resolve("copies")),
                new KeptCopies(directory.resolve("kept")),
                new PluginLog() {
                    @Override
                    public void changed(String what) {}

                    @Override
                    public void refused(String what, Throwable cause) {
                        refused.add(what);
                    }

                    @Override
                    public void trouble(String what, Throwable cause) {
                        refused.add(what + " " + cause);
                    }
                });
    }

    /** Only what serves has a copy: nothing else is left of what was tried. */
    @AfterEach
    void noCopyIsLeftOver() throws IOException {
        if (Files.exists(directory.resolve("copies"))) {
            try (Stream<Path> copies = Files.list(directory.resolve("copies"))) {
                assertThat(copies.toList())
                        .containsExactlyInAnyOrderElementsOf(target.serving.stream()
                                .map(plugin -> plugin.content.copy())
                                .toList());
            }
        }
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    List<String> states() {
        return installer.plugins().stream()
                .map(plugin -> plugin.file() + " " + plugin.state())
                .toList();
    }

    /** Has a first version serve. */
    Path shout() throws IOException {
        put(file("shout.jar"), bundle("shout", "1.0.0", "one"));
        installer.lookTwice();
        assertThat(target.take()).containsExactly("install shout 1.0.0");
        return file("shout.jar");
    }

    void assertUntouched(String fault) {
        installer.lookTwice();
        installer.lookTwice();
        assertThat(target.take()).isEmpty();
        assertThat(states()).contains("shout.jar OUTDATED");
        assertThat(refused)
                .singleElement()
                .asString()
                .contains("shout.jar cannot be used: ", fault, "stays in service");
    }
}
