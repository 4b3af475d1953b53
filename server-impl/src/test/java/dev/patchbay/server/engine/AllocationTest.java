package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.poll.Platform;
import dev.patchbay.server.testing.NoLeaks;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
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

    private static final int CONNECTIONS = 2_000;

    /** A connection keeps 1.1 kB while it lives, and 2.4 kB with a channel of junixsocket's; the events come on top. */
    private static final int MOST_FOR_A_CONNECTION = 2_500;

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

    /** A connection that comes, is served once and goes, in the memory of the loop's thread. */
    @Test
    void connectionOnTheEventLoopAllocatesLittle_epoll() throws Exception {
        Assumptions.assumeTrue(Platform.epollUnavailable() == null, "epoll is not available here");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        AtomicLong released = new AtomicLong();
        Handler echo = new Handler() {
            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                conn.write(in);
            }

            @Override
            public void released(ConnContext conn, ReleaseReason reason) {
                released.incrementAndGet();
            }
        };
        try (TestServer server =
                new TestServer(new Lane("epoll", HandlerExecution.EVENT_LOOP), directory).start(echo)) {
            visit(server, CONNECTIONS);
            long loop = loopThread();
            long least = Long.MAX_VALUE;
            for (int round = 0; round < ROUNDS && least >= MOST_FOR_A_CONNECTION; round++) {
                long before = threads.getThreadAllocatedBytes(loop);
                visit(server, CONNECTIONS);
                least = Math.min(least, (threads.getThreadAllocatedBytes(loop) - before) / CONNECTIONS);
            }
            assertThat(least).as("bytes allocated for a connection").isLessThan(MOST_FOR_A_CONNECTION);
            assertThat(released.get()).isPositive();
        }
    }

    private static void visit(TestServer server, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            try (Client client = server.connect()) {
                client.send(new byte[64]).receive(64);
            }
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
