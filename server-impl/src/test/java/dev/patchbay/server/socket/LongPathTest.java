package dev.patchbay.server.socket;

import static dev.patchbay.server.socket.Sockets.assertServes;
import static dev.patchbay.server.socket.Sockets.contents;
import static dev.patchbay.server.socket.Sockets.open;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** Paths up to the 107 bytes that the kernel allows: those of the private directory are longer. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class LongPathTest {

    private static final int MOST = 107;

    @TempDir
    Path directory;

    @TempDir
    Path temporary;

    @ParameterizedTest
    @ValueSource(ints = {MOST, MOST - 1, MOST - 6, MOST - 7, MOST - 8})
    void aPathThatTheKernelAllowsWorks(int bytes) throws IOException {
        Path path = pathOf(bytes, "x");
        for (Way way : Way.available()) {
            try (ListeningSocket socket = way.open(Sockets.config(path, 0600))) {
                assertServes(socket, connect(path));
            }
        }
        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void theLimitIsOneOfBytes() throws IOException {
        assumeThat(Charset.forName(System.getProperty("sun.jnu.encoding")).newEncoder())
                .as("the file names of this machine")
                .matches(encoder -> encoder.canEncode("\u00e4"));
        Path path = pathOf(MOST, "\u00e4");
        try (ListeningSocket socket = open(path)) {
            assertServes(socket, connect(path));
        }
        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void theShortCutToThePrivateDirectoryIsThereOnlyForTheBind() throws IOException {
        Path path = pathOf(MOST, "x");
        try (OtherProcess other = new OtherProcess(temporary)) {
            assertThat(other.open(path, "600")).isEqualTo(OtherProcess.DONE);
            assertThat(contents(temporary)).isEmpty();
            connect(path).close();

            other.kill();
        }
        assertThat(contents(temporary)).isEmpty();
        try (ListeningSocket socket = open(path)) {
            assertServes(socket, connect(path));
        }
    }

    @Test
    void theShortCutDoesNotDependOnTheTemporaryDirectory() throws IOException {
        Path tooLongForALink = Files.createDirectory(temporary.resolve("z".repeat(MOST)));
        Path path = pathOf(MOST, "x");
        try (OtherProcess other = new OtherProcess(tooLongForALink)) {
            assertThat(other.open(path, "600")).isEqualTo(OtherProcess.DONE);
            connect(path).close();
            assertThat(other.closeSocket()).isEqualTo(OtherProcess.DONE);
            assertThat(contents(tooLongForALink)).isEmpty();
        }
        assertThat(contents(directory)).isEmpty();
    }

    @Test
    void aPathThatIsLongOnlyWhereItsLinkLeadsWorks() throws IOException {
        Path deep = Files.createDirectory(directory.resolve("d".repeat(200)));
        Path link = Files.createSymbolicLink(directory.resolve("link"), deep);
        Path path = link.resolve("echo.sock");
        for (Way way : Way.available()) {
            try (ListeningSocket socket = way.open(Sockets.config(path, 0600))) {
                assertServes(socket, connect(path));
            }
        }
        assertThat(contents(deep)).isEmpty();
    }

    /** The JDK's own client takes no more than 106 bytes. */
    private static SocketChannel connect(Path path) throws IOException {
        return AFUNIXSocketChannel.open(AFUNIXSocketAddress.of(path));
    }

    private Path pathOf(int bytes, String letter) {
        StringBuilder name = new StringBuilder();
        int missing = bytes - directory.toString().getBytes(UTF_8).length - 1;
        int width = letter.getBytes(UTF_8).length;
        name.append("y".repeat(missing % width)).append(letter.repeat(missing / width));
        Path path = directory.resolve(name.toString());
        assertThat(path.toString().getBytes(UTF_8)).hasSize(bytes);
        return path;
    }
}
