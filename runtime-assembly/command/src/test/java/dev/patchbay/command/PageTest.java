package dev.patchbay.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.command.exit.ExitStatus;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code patchbay page}. */
@Timeout(60)
class PageTest extends CommandTest {

    @Test
    void withoutTheServerHttpThereIsNoPage() {
        Result result = run("page");
        assertThat(result.status()).isEqualTo(ExitStatus.UNAVAILABLE);
        assertThat(result.err())
                .contains("run/http.sock does not exist")
                .contains("copy conf/dev.patchbay.server~http.cfg from the distribution");
        assertThat(result.out()).isEmpty();
    }

    @Test
    void serverThatIsConfiguredAndNotThereIsToBeLookedFor() throws IOException {
        Files.createDirectories(home.resolve("conf"));
        Files.createFile(home.resolve("conf/dev.patchbay.server~http.cfg"));
        assertThat(run("page").err()).contains("'patchbay status' shows what became of the server http");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "x", "-1", "1.5"})
    void wrongPortIsNamed(String port) {
        Result result = run("page", "--port=" + port);
        assertThat(result.status()).isEqualTo(ExitStatus.USAGE);
        assertThat(result.err()).contains("--port " + port).contains("from 1 to 65535");
    }

    @Test
    void portInUseIsNamed() throws IOException {
        try (ServerSocketChannel http = http();
                ServerSocket taken = new ServerSocket(0)) {
            Result result = run("page", "--port", "" + taken.getLocalPort());
            assertThat(result.status()).isEqualTo(ExitStatus.FAILED);
            assertThat(result.err()).contains("port " + taken.getLocalPort() + " of 127.0.0.1 cannot be opened");
            assertThat(http.isOpen()).isTrue();
        }
    }

    @Test
    void addressIsPrintedAndTheEndOfPatchbayIsTheEnd() throws IOException {
        try (ServerSocketChannel http = http()) {
            Thread end = new Thread(() -> endAfterTheFirst(http));
            end.start();
            Result result = run("page", "--json");
            assertThat(result.status()).isEqualTo(ExitStatus.UNAVAILABLE);
            assertThat(result.out()).matches("\\{\"address\":\"http://127.0.0.1:\\d+/\\?token=[-_\\w]{43}\"}\n");
            assertThat(result.err()).contains("has stopped");
        }
    }

    /** Ends the connection to the control server after the command has looked whether the server http is there. */
    private void endAfterTheFirst(ServerSocketChannel http) {
        try {
            http.accept().close();
            control.hangUp();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private ServerSocketChannel http() throws IOException {
        ServerSocketChannel http = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        return http.bind(UnixDomainSocketAddress.of(home.resolve("run/http.sock")));
    }
}
