package dev.patchbay.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.launcher.exit.ExitStatus;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ShutdownTest {

    @Test
    void sigtermIsAnEndOnRequestAndSighupIsNone() throws Exception {
        LauncherProcess process = end("wait");
        process.awaitLine("waiting");
        process.signal("HUP");
        process.awaitLine("hangup");
        process.signal("TERM");

        assertThat(process.exitStatus()).isEqualTo(ExitStatus.OK.code());
        assertThat(process.errors()).isEmpty();
    }

    @Test
    void theFirstRequestDecidesTheStatus() throws Exception {
        LauncherProcess process = end("two-ends");

        assertThat(process.exitStatus()).isEqualTo(ExitStatus.IN_USE.code());
    }

    @Test
    void whoeverCallsExitIsNamedAndItIsNoEndOnRequest() throws Exception {
        LauncherProcess process = end("exit-of-a-plugin");

        assertThat(process.exitStatus()).isEqualTo(ExitStatus.SOFTWARE.code());
        assertThat(process.errors().lines())
                .singleElement()
                .asString()
                .startsWith("patchbay: stopping because dev.patchbay.launcher.EndingProgram.main(EndingProgram.java:");
    }

    private static LauncherProcess end(String way) throws IOException {
        return LauncherProcess.start(EndingProgram.class, List.of(), way);
    }
}
