package dev.patchbay.server.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** Another user of this machine, as whom root can run commands. */
final class OtherUser {

    static final int UID = 65534;

    private OtherUser() {}

    /** Skips the test if this is not root, or the command that changes users is missing. */
    static void assumeThereIsOne() throws IOException {
        assumeThat(ProcessOwner.uid())
                .as("the user, who has to be root to act as another one")
                .isZero();
        assumeThat(Path.of("/usr/bin/setpriv"))
                .as("the command that acts as another user")
                .exists();
    }

    /** Runs a shell command as the other user, in the directory, and expects it to succeed. */
    static void runs(Path directory, String command) throws Exception {
        assertThat(tries(directory, command)).as(command).isZero();
    }

    /** Runs a shell command as the other user, in the directory, and returns its exit status. */
    static int tries(Path directory, String command) throws Exception {
        return new ProcessBuilder(
                        "/usr/bin/setpriv", "--reuid", Integer.toString(UID), "--clear-groups", "sh", "-c", command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
    }

    /** Creates a directory with that mode, which may contain the sticky bit. */
    static Path folder(Path path, String mode) throws Exception {
        Files.createDirectory(path);
        Files.setPosixFilePermissions(path.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        assertThat(new ProcessBuilder("chmod", mode, path.toString()).start().waitFor())
                .isZero();
        return path;
    }
}
