package dev.patchbay.api.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SnapshotsTest {

    @Test
    void aDrainIsGracefulIfNoConnectionWasForced() {
        assertThat(new DrainResult(3, 0, Duration.ZERO).graceful()).isTrue();
        assertThat(new DrainResult(3, 1, Duration.ZERO).graceful()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void onlyARunningServerWithoutHandlerHolds(ServerState state) {
        assertThat(server(state, Optional.empty()).holding()).isEqualTo(state == ServerState.RUNNING);
        assertThat(server(state, Optional.of("echo")).holding()).isFalse();
    }

    private static ServerSnapshot server(ServerState state, Optional<String> handler) {
        return new ServerSnapshot(
                "echo",
                state,
                Instant.EPOCH,
                "/run/echo.sock",
                "",
                List.of(),
                Map.of(),
                List.of(),
                handler,
                List.of(),
                false,
                0,
                ServerBacklog.NONE,
                ServerTotals.NONE);
    }
}
