package dev.patchbay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.text.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Exit statuses, wrong command lines, and hosts that are not there. */
class MainTest extends CommandTest {

    private Path other() throws Exception {
        Files.createDirectories(home.resolve("other/run"));
        return home.resolve("other");
    }

    @Test
    void wrongCommandLinesNameTheArgumentAndTheHelp() {
        assertThat(run("status", "--jsn").err())
                .isEqualTo("patchbay: unknown option '--jsn'; try 'patchbay status --help'\n");
        assertThat(run("status", "--js").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("status", "echo").err())
                .isEqualTo("patchbay: unknown argument 'echo'; try 'patchbay status --help'\n");
        assertThat(run("drain").err()).isEqualTo("patchbay: SERVER is missing; try 'patchbay drain --help'\n");
        assertThat(run("drain", "echo", "--within").err())
                .isEqualTo("patchbay: --within needs a value; try 'patchbay drain --help'\n");
        assertThat(run("status", "--json=yes").status()).isEqualTo(ExitStatus.USAGE);
        assertThat(run("call", "json", "math.add", "-1").err()).contains("unknown option '-1'", "write -- before it");
        assertThat(run("nothing").err()).isEqualTo("patchbay: unknown command 'nothing'; try 'patchbay --help'\n");
        assertThat(control.requests()).isEmpty();
    }

    @Test
    void homeMayBeGivenInBothForms() throws Exception {
        String none = other().toString();

        assertThat(run("status", "--home", none).err()).startsWith("patchbay: no Patchbay runs in " + none + " ");
        assertThat(run("status", "--home=" + none).err()).startsWith("patchbay: no Patchbay runs in " + none + " ");
        assertThat(run("status", "--home=").err()).startsWith("patchbay: --home needs a directory");
    }

    @Test
    void aHomeWithoutAHostIsUnavailable() throws Exception {
        Result result = run("status", "--home", other().toString());

        assertThat(result.status().code()).isEqualTo(69);
        assertThat(result.err())
                .isEqualTo(
                        "patchbay: no Patchbay runs in " + other() + " (run/control.sock does not exist); start it with"
                                + " 'patchbay run', or name another home with --home\n");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void aHomeWithoutAServerForCommandsIsToldWhatToCopy() throws Exception {
        Files.createDirectories(other().resolve("conf"));

        assertThat(run("status", "--home", other().toString()).err())
                .contains("it has no server for commands: copy conf/dev.patchbay.server~control.cfg");
        Files.createFile(other().resolve("conf/dev.patchbay.server~control.cfg"));
        assertThat(run("status", "--home", other().toString()).err()).doesNotContain("copy");
    }

    @Test
    void aSocketThatAKilledHostLeftIsUnavailable() throws Exception {
        Path socket = other().resolve("run/control.sock");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(socket))
                .close();
        assertThat(socket).exists();

        Result result = run("status", "--home", other().toString());

        assertThat(result.status().code()).isEqualTo(69);
        assertThat(result.err())
                .contains("(run/control.sock refuses connections: it was left by a process that has ended");
    }

    @Test
    void aPathThatIsTooLongIsSaidSo() throws Exception {
        Result result = run("status", "--home", "/" + "x".repeat(100));

        assertThat(result.status().code()).isEqualTo(69);
        assertThat(result.err()).contains("has more than the 107 bytes that the system allows");
    }

    @Test
    void anAnswerThatIsNoJsonIsUnavailable() {
        control.answersRaw("GET / is not supported");

        Result result = run("status");

        assertThat(result.status()).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(result.err()).contains("the socket does not speak JSON-RPC: it sent 'GET / is not supported'");
    }

    private ExitStatus runInto(String failure) {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int next) throws IOException {
                throw new IOException(failure);
            }
        };
        return Main.run(
                List.of("status", "--help"), home, new Terminal(80, false), broken, OutputStream.nullOutputStream());
    }

    @Test
    void anOutputThatCannotBeWrittenIsAFailureUnlessItsReaderHasGone() {
        assertThat(runInto("No space left on device").code()).isEqualTo(74);
        assertThat(runInto("Broken pipe")).isEqualTo(ExitStatus.OK);
    }

    @Test
    void helpFits80ColumnsAndNeedsNoHost() {
        for (Command command : Commands.all()) {
            String name = command.declaration().name();
            Result result = run(name, "--help", "--home", "/none");

            assertThat(result.status()).isEqualTo(ExitStatus.OK);
            assertThat(result.out()).startsWith("Usage: patchbay " + name).contains("--home DIR", "--json");
            assertThat(result.lines()).allMatch(line -> line.length() < 80);
        }
        assertThat(run("drain", "--help").out()).contains("  --within DURATION  end the connections");
    }
}
