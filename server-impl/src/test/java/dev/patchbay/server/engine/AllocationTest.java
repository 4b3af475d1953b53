package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.server.poll.Platform;
import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a message costs on the event loop, in memory: nothing. */
@ExtendWith(NoLeaks.class)
@Timeout(120)
class AllocationTest {

    private static final int MESSAGES = 20_000;

    /** Rounds until the compiler is done with the path; it needs a few. */
    private static final int ROUNDS = 30;

    @TempDir
    Path directory;

    @Test
    void echoOnTheEventLoopAllocatesNothingPerMessage_epoll() throws Exception {
        Assumptions.assumeTrue(Platform.epollUnavailable() == null, "epoll is not available here");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (TestServer server = new TestServer(new Lane("epoll", HandlerExecution.EVENT_LOOP), directory)
                        .start((conn, in) -> conn.write(in));
                Client client = server.connect()) {
            long loop = loopThread();
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS && least > MESSAGES / 100; round++) {
                long before = threads.getThreadAllocatedBytes(loop);
                echo(client);
                least = Math.min(least, threads.getThreadAllocatedBytes(loop) - before);
            }
            assertThat(least).as("bytes allocated for %d messages", MESSAGES).isLessThanOrEqualTo(MESSAGES / 100);
        }
    }

    private static long loopThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("patchbay-test-loop-0"))
                .findFirst()
                .orElseThrow()
                .getId();
    }

    private static void echo(Client client) throws IOException {
        byte[] message = new byte[64];
        for (int i = 0; i < MESSAGES; i++) {
            client.send(message);
            client.receive(message.length);
        }
    }
}
