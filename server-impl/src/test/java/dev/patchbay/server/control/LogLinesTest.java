package dev.patchbay.server.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.config.ServerConfig.EngineChoice;
import org.junit.jupiter.api.Test;

class LogLinesTest {

    @Test
    void startSaysWhyThereIsNoEpoll() {
        String why = "it needs Java 25 or newer, and this is Java 17";
        assertThat(ManagedServer.engine(EngineChoice.AUTO, "portable", why))
                .isEqualTo("portable (no epoll: " + why + ")");
        assertThat(ManagedServer.engine(EngineChoice.AUTO, "epoll", null)).isEqualTo("epoll");
        assertThat(ManagedServer.engine(EngineChoice.PORTABLE, "portable", why)).isEqualTo("portable");
    }

    @Test
    void clientsThatAreSlowOrSilentAreNoReasonForAWarning() {
        assertThat(ServerLog.isOrdinary(ReleaseReason.IDLE_TIMEOUT)).isTrue();
        assertThat(ServerLog.isOrdinary(ReleaseReason.MESSAGE_TIMEOUT)).isTrue();
        assertThat(ServerLog.isOrdinary(ReleaseReason.MESSAGE_TOO_LARGE)).isFalse();
        assertThat(ServerLog.isOrdinary(ReleaseReason.HANDLER_FAILED)).isFalse();
    }
}
