package dev.patchbay.server.socket;

import static dev.patchbay.server.socket.Sockets.SOCKET_TYPE;
import static dev.patchbay.server.socket.Sockets.assertServes;
import static dev.patchbay.server.socket.Sockets.config;
import static dev.patchbay.server.socket.Sockets.contents;
import static dev.patchbay.server.socket.Sockets.mode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The group of the socket file. */
@ExtendWith(NoLeaks.class)
@Timeout(60)
class SocketGroupTest {

    @TempDir
    Path directory;

    private Path path;
    private GroupPrincipal another;

    /** Root may give a file to any group, others only to those that they are in. */
    @BeforeEach
    void findAnotherGroup() throws Exception {
        path = directory.resolve("echo.sock");
        if (isRoot()) {
            another = group("4711");
            return;
        }
        List<String> mine = Arrays.asList(output("id", "-G").split(" "));
        assumeThat(mine).as("groups of this user").hasSizeGreaterThan(1);
        another = group(mine.get(1));
    }

    @Test
    void theSocketHasTheGroupAndTheWholeMode() throws IOException {
        try (ListeningSocket socket = ListeningSocket.open(config(path, 0660, another))) {
            assertThat(groupOf(path)).isEqualTo(another);
            assertThat(mode(path)).isEqualTo(SOCKET_TYPE | 0660);
            assertServes(socket, path);
        }
    }

    @Test
    void theGroupOfARunningSocketChangesAndGoesBack() throws IOException {
        GroupPrincipal original = groupOf(directory);
        try (ListeningSocket socket = ListeningSocket.open(config(path, 0640))) {
            assertThat(groupOf(path)).isEqualTo(original);

            socket.change(config(path, 0660, another));
            assertThat(groupOf(path)).isEqualTo(another);
            assertThat(mode(path)).isEqualTo(SOCKET_TYPE | 0660);

            socket.change(config(path, 0600));
            assertThat(groupOf(path)).isEqualTo(original);
            assertThat(mode(path)).isEqualTo(SOCKET_TYPE | 0600);
            assertServes(socket, path);
        }
    }

    @Test
    void aGroupThatMayNotBeGivenIsAnErrorAndLeavesNothingBehind() throws Exception {
        assumeThat(isRoot()).as("this user may give a file to any group").isFalse();
        GroupPrincipal foreign = group("4711");

        assertThatIOException()
                .isThrownBy(() -> ListeningSocket.open(config(path, 0660, foreign)))
                .withMessageContaining("cannot give the socket at " + path + " the group 4711")
                .withMessageContaining("add this user to the group");
        assertThat(contents(directory)).isEmpty();
        try (ListeningSocket socket = ListeningSocket.open(config(path, 0640))) {
            assertThatIOException().isThrownBy(() -> socket.change(config(path, 0660, foreign)));
            assertThat(mode(path)).isEqualTo(SOCKET_TYPE | 0640);
        }
    }

    private static boolean isRoot() throws Exception {
        return output("id", "-u").equals("0");
    }

    private static GroupPrincipal groupOf(Path file) throws IOException {
        return (GroupPrincipal) Files.getAttribute(file, "unix:group");
    }

    private static GroupPrincipal group(String number) throws IOException {
        return FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByGroupName(number);
    }

    private static String output(String... command) throws IOException {
        return new String(new ProcessBuilder(command).start().getInputStream().readAllBytes()).strip();
    }
}
