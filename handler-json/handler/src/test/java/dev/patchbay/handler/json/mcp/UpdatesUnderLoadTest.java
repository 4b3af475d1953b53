package dev.patchbay.handler.json.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.testing.RunningServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service of a tool is updated again and again while agents call it all the time. */
@Timeout(60)
class UpdatesUnderLoadTest {

    private static final int AGENTS = 4;
    private static final int UPDATES = 50;

    @TempDir
    Path directory;

    private final AtomicBoolean over = new AtomicBoolean();
    private final CountDownLatch calling = new CountDownLatch(AGENTS);

    /** What an agent has seen. */
    private record Seen(int calls, int changes) {}

    private Seen call(RunningServer server, String version) throws Exception {
        int calls = 0;
        int changes = 0;
        try (McpClient client = McpClient.initialized(server, version)) {
            for (boolean isLast = false; !isLast; calls++) {
                isLast = over.get();
                int id = client.begin("tools/call", McpClient.arguments("add", "{\"a\":" + calls + "}"));
                Map<String, Object> answer = client.next();
                for (; !answer.containsKey("id"); answer = client.next()) {
                    assertThat(answer).containsEntry("method", "notifications/tools/list_changed");
                    changes++;
                }
                assertThat(answer).containsEntry("id", id);
                assertThat(McpClient.at(answer, "result", "structuredContent", "result"))
                        .isEqualTo(calls);
                if (calls == 0) {
                    calling.countDown();
                }
            }
            // Notifications are sent by threads of their own, so the first may come after the last answer.
            if (changes == 0) {
                assertThat(client.next()).containsEntry("method", "notifications/tools/list_changed");
                changes++;
            }
        }
        return new Seen(calls, changes);
    }

    @Test
    void noCallIsLostOrAnsweredTwice() throws Exception {
        ExecutorService agents = Executors.newFixedThreadPool(AGENTS);
        try (RunningServer server = RunningServer.start(directory, tools -> McpDialect.of("test", "1", tools))) {
            RunningServer.Published present = server.publish(new Workshop(), "", "add");
            List<Future<Seen>> all = new ArrayList<>();
            for (int i = 0; i < AGENTS; i++) {
                String version = i % 2 == 0 ? "2025-06-18" : "2025-11-25";
                all.add(agents.submit(() -> call(server, version)));
            }
            assertThat(calling.await(30, TimeUnit.SECONDS)).isTrue();
            for (int i = 0; i < UPDATES; i++) {
                RunningServer.Published next = server.publish(new Workshop(), "", "add");
                server.methods().remove(present.id());
                present.service().retire();
                assertThat(present.service().awaitIdle(Duration.ofSeconds(30))).isTrue();
                present = next;
            }
            over.set(true);
            for (Future<Seen> seen : all) {
                assertThat(seen.get(30, TimeUnit.SECONDS).changes()).isBetween(1, 2 * UPDATES + 1);
            }
        } finally {
            agents.shutdownNow();
        }
    }
}
