package dev.patchbay.server.socket;

import static dev.patchbay.server.socket.Sockets.contents;
import static dev.patchbay.server.socket.Sockets.open;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is not a socket is never touched, and the error says what is there and what to do. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class OccupiedPathTest {

    @TempDir
    Path directory;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = directory.resolve("echo.sock");
    }

    /** What stands in the way. */
    record Obstacle(String kind, Making making) {
        interface Making {
            void at(Path path) throws Exception;
        }

        @Override
        public String toString() {
            return kind;
        }
    }

    static Stream<Obstacle> obstacles() {
        return Stream.of(
                new Obstacle("a regular file", path -> Files.writeString(path, "mine")),
                new Obstacle("a directory", Files::createDirectory),
                new Obstacle(
                        "a symbolic link to other",
                        path -> Files.createSymbolicLink(
                                path,
                                Files.createFile(path.resolveSibling("other")).getFileName())),
                new Obstacle("a symbolic link to nowhere", path -> Files.createSymbolicLink(path, Path.of("nowhere"))),
                new Obstacle(
                        "a special file",
                        path -> assertThat(new ProcessBuilder("mkfifo", path.toString())
                                        .start()
                                        .waitFor())
                                .isZero()));
    }

    @ParameterizedTest
    @MethodSource("obstacles")
    void whatIsNotASocketIsNotTouched(Obstacle obstacle) throws Exception {
        obstacle.making().at(path);
        List<String> before = contents(directory);

        assertThatIOException()
                .isThrownBy(() -> open(path))
                .withMessageContaining(path + ": " + obstacle.kind() + " is there")
                .withMessageContaining("remove it or choose another path");
        assertThat(contents(directory)).isEqualTo(before);
        if (Files.isRegularFile(path)) {
            assertThat(Files.readString(path)).isIn("mine", "");
        }
    }

    @Test
    void aSymbolicLinkToAStaleSocketIsNotTouched() throws IOException {
        Path target = directory.resolve("target.sock");
        Sockets.leaveStale(target);
        Files.createSymbolicLink(path, target);

        assertThatIOException().isThrownBy(() -> open(path)).withMessageContaining("a symbolic link to " + target);
        assertThat(path).isSymbolicLink();
        Files.delete(target);
    }

    @Test
    void aMissingDirectoryIsNotCreated() {
        Path missing = directory.resolve("missing");

        assertThatIOException()
                .isThrownBy(() -> open(missing.resolve("echo.sock")))
                .withMessageContaining("the directory " + missing + " does not exist; create it");
        assertThat(missing).doesNotExist();
    }

    @Test
    void aFileIsNoDirectory() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "mine");

        assertThatIOException()
                .isThrownBy(() -> open(file.resolve("echo.sock")))
                .withMessageContaining(file + " is not a directory");
        assertThat(file).hasContent("mine");
    }

    @Test
    void aDirectoryThatMayNotBeWrittenIsAnError() throws IOException {
        Path locked = Files.createDirectory(
                directory.resolve("locked"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("r-xr-xr-x")));
        assumeThat(Files.isWritable(locked)).as("this user may write anywhere").isFalse();

        assertThatIOException()
                .isThrownBy(() -> open(locked.resolve("echo.sock")))
                .withMessageContaining("the directory " + locked + " is not writable");
    }

    @Test
    void aPrivateDirectoryThatOthersMayReadIsNotUsed() throws IOException {
        Path bay = directory.resolve(".echo.sock.bay");
        Files.createDirectory(bay);
        Files.setPosixFilePermissions(bay, PosixFilePermissions.fromString("rwxr-x---"));

        assertThatIOException()
                .isThrownBy(() -> open(path))
                .withMessageContaining(bay + " is in the way")
                .withMessageContaining("mode 0700");
        assertThat(contents(directory)).containsExactly(".echo.sock.bay 40750");
        Files.delete(bay);
    }

    @Test
    void aFileInThePlaceOfThePrivateDirectoryIsNotTouched() throws IOException {
        Path bay = Files.writeString(directory.resolve(".echo.sock.bay"), "mine");

        assertThatIOException().isThrownBy(() -> open(path)).withMessageContaining(bay + " is in the way");
        assertThat(bay).hasContent("mine");
        Files.delete(bay);
    }

    @Test
    void aSymbolicLinkInThePlaceOfThePrivateDirectoryIsNotFollowed() throws IOException {
        Path elsewhere = Files.createDirectory(
                directory.resolve("elsewhere"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path bay = Files.createSymbolicLink(directory.resolve(".echo.sock.bay"), elsewhere);

        assertThatIOException().isThrownBy(() -> open(path)).withMessageContaining(bay + " is in the way");
        assertThat(elsewhere).isEmptyDirectory();
        Files.delete(bay);
    }
}
