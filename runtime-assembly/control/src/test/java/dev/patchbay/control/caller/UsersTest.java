package dev.patchbay.control.caller;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.PeerCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersTest {

    private static final long SELF = ProcessHandle.current().pid();

    @TempDir
    private Path folder;

    private long uid() throws IOException {
        return ((Number) Files.getAttribute(folder, "unix:uid")).longValue();
    }

    @Test
    void theUserOfALiveProcessHasTheNameThatTheSystemKnows() throws IOException {
        assertThat(new Users().name(uid(), SELF)).isEqualTo(System.getProperty("user.name"));
    }

    @Test
    void aNumberOfAnotherUsersProcessNamesNobody() throws IOException {
        Users users = new Users(Path.of("/proc"), Files.createFile(folder.resolve("passwd")));

        assertThat(users.name(uid() + 4_711, SELF)).isEqualTo(Long.toString(uid() + 4_711));
    }

    @Test
    void theUserOfAProcessThatHasEndedIsLookedUpInTheAccounts() throws IOException {
        Path accounts = Files.write(
                folder.resolve("passwd"),
                List.of("root:x:0:0::/:/bin/sh", "", "broken", "ann\u001b:x:4711:1::/:/bin/sh"));
        Users users = new Users(folder, accounts);

        assertThat(users.name(4_711, 1)).isEqualTo("ann?");
        assertThat(users.name(0, 1)).isEqualTo("root");
        assertThat(users.name(4_712, 1)).isEqualTo("4712");
    }

    @Test
    void aUserThatTheKernelDoesNotReportHasNoName() {
        assertThat(new Users().name(PeerCredentials.UNKNOWN, SELF)).isNull();
        assertThat(Users.known(PeerCredentials.UNKNOWN)).isNull();
    }

    @Test
    void theCallerHasNameUserAndProcess() throws IOException {
        assertThat(Caller.of(new PeerCredentials(SELF, uid(), List.of())))
                .isEqualTo(System.getProperty("user.name") + " (uid " + uid() + ", pid " + SELF + ")");
        assertThat(Caller.of(new PeerCredentials(-1, -1, List.of()))).startsWith("a user that the kernel");
    }

    @Test
    void theNameOfAProcessIsThatOfTheSameUsersOnly() throws IOException {
        assertThat(Processes.name(SELF, uid())).isNotBlank();
        assertThat(Processes.name(SELF, uid() + 1)).isNull();
        assertThat(Processes.name(PeerCredentials.UNKNOWN, 0)).isNull();
    }

    @Test
    void aProcessThatHasEndedHasNoName() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();

        assertThat(Processes.name(process.pid(), uid())).isNull();
    }
}
