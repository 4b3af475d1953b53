package dev.patchbay.support;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.runtime.ServerBacklog;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.api.runtime.ServerTotals;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SystemdStatusTest {

    private static final Duration INTERVAL = Duration.ofMillis(300);

    private volatile List<ServerSnapshot> servers = List.of(server("echo", ServerState.RUNNING, "echo", 0));
    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final SystemdStatus status = new SystemdStatus(() -> servers, lines::add, INTERVAL);

    @AfterEach
    void close() {
        status.close();
    }

    private static ServerSnapshot server(String name, ServerState state, String handler, int connections) {
        return new ServerSnapshot(
                name,
                state,
                Instant.EPOCH,
                "",
                "",
                List.of(),
                Map.of(),
                List.of(),
                Optional.ofNullable(handler),
                List.of(),
                false,
                connections,
                ServerBacklog.NONE,
                ServerTotals.NONE);
    }

    @Test
    void theLineSaysHowManyServeAndWhichDoNot() {
        assertThat(SystemdStatus.line(List.of(
                        server("echo", ServerState.RUNNING, "echo", 11),
                        server("shout", ServerState.RUNNING, null, 1),
                        server("json", ServerState.FAILED, null, 0),
                        server("old", ServerState.DRAINING, "echo", 2))))
                .isEqualTo("1 of 4 servers serving, 14 connections; holding: shout; failed: json; draining: old");
        assertThat(SystemdStatus.line(List.of(server("echo", ServerState.RUNNING, "echo", 1))))
                .isEqualTo("1 of 1 server serving, 1 connection");
    }

    @Test
    void connectionsAreCountedWithoutEvents() throws Exception {
        status.watch();
        assertThat(lines.poll(30, TimeUnit.SECONDS)).isEqualTo("1 of 1 server serving, 0 connections");
        servers = List.of(server("echo", ServerState.RUNNING, "echo", 7));
        assertThat(lines.poll(30, TimeUnit.SECONDS)).isEqualTo("1 of 1 server serving, 7 connections");
    }

    @Test
    void manyEventsAreOneLineAndTheLastStateIsSent() throws Exception {
        for (int i = 1; i <= 1_000; i++) {
            servers = List.of(server("echo", ServerState.RUNNING, "echo", i));
            status.serverStarted("echo", "");
        }

        String last;
        int sent = 0;
        do {
            last = lines.poll(30, TimeUnit.SECONDS);
            sent++;
        } while (last != null && !last.contains("1000 connections"));
        assertThat(last).isNotNull();
        assertThat(sent).isLessThan(100);
    }

    @Test
    void whatHasNotChangedIsNotSentAgain() throws Exception {
        status.look();
        assertThat(lines.poll(30, TimeUnit.SECONDS)).isEqualTo("1 of 1 server serving, 0 connections");

        status.look();
        servers = List.of();
        status.holdingStarted("echo", 0);
        assertThat(lines.poll(30, TimeUnit.SECONDS)).isEqualTo("0 of 0 servers serving, 0 connections");
    }
}
