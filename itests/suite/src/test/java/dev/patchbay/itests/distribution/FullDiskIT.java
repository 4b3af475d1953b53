package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.plugin.MirrorHandler;
import dev.patchbay.itests.plugin.UppercaseHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What operators change on a full disk stays as it was, and the message says so. {@code conf/} and {@code plugins/} are small disks
 * in memory, which only the process of Patchbay sees: any user may mount them in a name space of their own.
 */
@Timeout(180)
class FullDiskIT {

    private static final List<String> NAME_SPACE = List.of("unshare", "--map-root-user", "--mount");

    private static final String MOUNT_AND_RUN = """
            home=$1; shift
            for folder in conf plugins; do
              cp -a "$home/$folder" "$home/$folder.before" &&
              mount -t tmpfs -o size=128k,mode=700 disk "$home/$folder" &&
              cp -a "$home/$folder.before/." "$home/$folder/" || exit 1
            done
            exec "$@"
            """;

    @TempDir
    private Path directory;

    private HomeFolder home;
    private CommandLine commands;

    @BeforeEach
    void configure() throws Exception {
        assumeTrue(
                new ProcessBuilder(with(NAME_SPACE, "mount", "-t", "tmpfs", "disk", "/mnt"))
                                .start()
                                .waitFor()
                        == 0,
                "this user may not mount a disk in a name space");
        directory = directory.toRealPath();
        home = new HomeFolder(directory)
                .configure("rev", "socket.path = ${patchbay.home}/run/rev.sock", "handler.target = (handler.name=rev)");
        for (String file : List.of("dev.patchbay.server~control.cfg", "dev.patchbay.handler.json~control.cfg")) {
            Files.copy(
                    Patchbay.distribution().resolve("conf").resolve(file),
                    home.conf().resolve(file));
        }
        commands = new CommandLine(directory);
        Files.createDirectories(home.plugins());
        new HandlerBundle(UppercaseHandler.class, "rev", 10).dropInto(home.plugins(), "1.0.0");
    }

    private static List<String> with(List<String> begin, String... end) {
        return Stream.concat(begin.stream(), Stream.of(end)).toList();
    }

    private Patchbay start() throws IOException, InterruptedException {
        Patchbay patchbay =
                Patchbay.launch(Patchbay.distribution(), directory, List.of("--allow-unsafe-files"), process -> {
                    List<String> command =
                            new ArrayList<>(with(NAME_SPACE, "sh", "-c", MOUNT_AND_RUN, "sh", directory.toString()));
                    command.addAll(process.command());
                    process.command(command);
                });
        patchbay.output().await("patchbay ready in ");
        return patchbay;
    }

    /** Returns a folder of the home as the process sees it. */
    private Path inside(Patchbay patchbay, Path folder) {
        return Path.of("/proc/" + patchbay.pid() + "/root" + folder);
    }

    /** Writes a file that takes all the room there is. */
    private static Path fill(Path folder) throws IOException {
        Path filler = folder.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException full) {
            assertThat(full).hasMessageContaining("No space left on device");
        }
        return filler;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void aConfigurationThatCannotBeWrittenStaysAsItIs() throws Exception {
        try (Patchbay patchbay = start();
                Client client = Client.connect(home.socket("rev"))) {
            Path conf = inside(patchbay, home.conf());
            Path file = conf.resolve("dev.patchbay.server~rev.cfg");
            String before = Files.readString(file);
            Path filler = fill(conf);
            List<String> names = names(conf);

            CommandLine.Result refused = commands.run("config", "set", "rev", "idle.timeout=5m");

            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err())
                    .startsWith("patchbay: cannot write " + home.conf().resolve("dev.patchbay.server~rev.cfg"))
                    .contains("No space left on device; nothing has changed")
                    .hasLineCount(1);
            assertThat(file).hasContent(before);
            assertThat(names(conf)).isEqualTo(names);
            assertThat(client.echo("abc\n")).isEqualTo("ABC\n");

            Files.delete(filler);
            assertThat(commands.run("config", "set", "rev", "idle.timeout=5m").orFail())
                    .isEqualTo("server rev: idle.timeout 0 → 5m\n");
        }
    }

    @Test
    void aPluginThatCannotBeRolledBackServesAsBefore() throws Exception {
        try (Patchbay patchbay = start();
                Client client = Client.connect(home.socket("rev"))) {
            assertThat(client.echo("abc\n")).isEqualTo("ABC\n");
            Path plugins = inside(patchbay, home.plugins());
            Path staging = Files.createDirectories(directory.resolve("staging/new"));
            Path second = new HandlerBundle(MirrorHandler.class, "rev", 10).dropInto(staging, "2.0.0");
            Path whole = Files.copy(second, plugins.resolve("rev.tmp"));
            Files.move(whole, plugins.resolve("rev.jar"), StandardCopyOption.ATOMIC_MOVE);
            patchbay.log().await("2.0.0 replaces 1.0.0");
            Path filler = fill(plugins);
            List<String> names = names(plugins);

            CommandLine.Result refused = commands.run("rollback", "rev");

            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err())
                    .startsWith("patchbay: plugin rev.jar cannot be rolled back: ")
                    .contains("No space left on device")
                    .hasLineCount(1);
            assertThat(names(plugins)).isEqualTo(names);
            assertThat(Files.mismatch(second, plugins.resolve("rev.jar"))).isEqualTo(-1);
            assertThat(client.echo("abc\n")).isEqualTo("abc\n");

            Files.delete(filler);
            commands.run("rollback", "rev").orFail();
            assertThat(client.echo("abc\n")).isEqualTo("ABC\n");
        }
    }
}
