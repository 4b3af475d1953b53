package dev.patchbay.itests.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.itests.client.Client;
import dev.patchbay.itests.plugin.BrokenHandler;
import dev.patchbay.itests.plugin.MirrorHandler;
import dev.patchbay.itests.plugin.UppercaseHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code patchbay rollback} swaps a plugin back while its clients stay connected, for good. */
@Timeout(180)
class RollbackIT {

    @TempDir
    private Path directory;

    private HomeFolder home;
    private CommandLine commands;

    @BeforeEach
    void configure() throws IOException {
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

    private void update(Patchbay patchbay) throws Exception {
        new HandlerBundle(MirrorHandler.class, "rev", 10).dropInto(home.plugins(), "2.0.0");
        patchbay.log().await("2.0.0 replaces 1.0.0");
    }

    @Test
    void clientsStayConnectedWhileAPluginIsRolledBackAndForth() throws Exception {
        try (Patchbay patchbay = Patchbay.start(directory);
                Client client = Client.connect(home.socket("rev"))) {
            assertThat(client.echo("abc\n")).isEqualTo("ABC\n");
            CommandLine.Result none = commands.run("rollback", "rev");
            assertThat(none.status()).isEqualTo(1);
            assertThat(none.err()).startsWith("patchbay: plugin rev.jar has no earlier version");
            update(patchbay);
            String mirrored = client.echo("abc\n");
            assertThat(mirrored).isNotEqualTo("ABC\n");

            assertThat(commands.run("rollback", "rev").orFail())
                    .isEqualTo("plugin rev.jar is dev.patchbay.itests.plugin.rev 1.0.0 again; was 2.0.0\n");
            assertThat(client.echo("abc\n")).isEqualTo("ABC\n");
            assertThat(commands.run("plugins").orFail()).containsPattern("rev\\.jar +SERVING .* 1\\.0\\.0");
            commands.run("rollback", "rev.jar").orFail();
            assertThat(client.echo("abc\n")).isEqualTo(mirrored);

            assertThat(commands.run("rollback", "none").err())
                    .isEqualTo("patchbay: there is no plugin none; the plugins are rev.jar\n");
            patchbay.log().await("plugin rev.jar rolled back to dev.patchbay.itests.plugin.rev 1.0.0 (was 2.0.0) by ");
        }
    }

    @Test
    void whatWasRolledBackServesAfterAKillAndTheNewerVersionCanStillComeBack() throws Exception {
        try (Patchbay patchbay = Patchbay.start(directory)) {
            update(patchbay);
            commands.run("rollback", "rev").orFail();
            patchbay.kill();
        }
        try (Patchbay patchbay = Patchbay.start(directory);
                Client client = Client.connect(home.socket("rev"))) {
            assertThat(client.echo("abc\n")).isEqualTo("ABC\n");
            commands.run("rollback", "rev").orFail();
            assertThat(client.echo("abc\n")).isNotEqualTo("ABC\n");
            assertThat(patchbay.pid()).isPositive();
        }
    }

    @Test
    void aVersionThatDoesNotStartIsReplacedByTheOneThatServes() throws Exception {
        try (Patchbay patchbay = Patchbay.start(directory);
                Client client = Client.connect(home.socket("rev"))) {
            Path jar = new HandlerBundle(BrokenHandler.class, "rev", 10).dropInto(home.plugins(), "3.0.0");
            patchbay.log().await("rev.jar cannot be used");
            assertThat(commands.run("plugins").orFail()).containsPattern("rev\\.jar +OUTDATED");
            long broken = Files.size(jar);

            assertThat(commands.run("rollback", "rev").orFail())
                    .isEqualTo("plugin rev.jar is dev.patchbay.itests.plugin.rev 1.0.0 again, which still served\n");

            assertThat(Files.size(jar)).isNotEqualTo(broken);
            assertThat(commands.run("plugins").orFail()).containsPattern("rev\\.jar +SERVING");
            assertThat(client.echo("abc\n")).isEqualTo("ABC\n");
        }
    }
}
