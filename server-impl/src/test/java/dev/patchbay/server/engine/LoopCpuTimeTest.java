package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The processor time of a loop grows with its work, and never falls, whichever threads carry it. */
class LoopCpuTimeTest extends EngineTest {

    private static Duration cpu(TestServer server) {
        return server.server().loopSnapshots().get(0).cpuTime();
    }

    @Test
    void timeGrowsWithWorkAndIsKeptWhenAnotherThreadCarriesTheLoop() throws Exception {
        assumeTrue(ManagementFactory.getThreadMXBean().isThreadCpuTimeSupported(), "no times of threads here");
        try (TestServer server = server().start(ECHO);
                Client client = server.connect()) {
            Duration before = cpu(server);
            for (int swap = 1; swap <= 5; swap++) {
                Duration worked = before;
                while (worked.equals(before)) {
                    client.send("a").receive(1);
                    worked = cpu(server);
                }
                assertThat(worked).isGreaterThan(before);
                // A removal gives the loop a new thread.
                server.handler(swap + 1L, "echo", swap, ECHO);
                server.removed(swap);
                client.send("a").receive(1);
                before = cpu(server);
                assertThat(before).isGreaterThanOrEqualTo(worked);
            }
        }
    }

    @Test
    void thereIsNoneBeforeTheStartAndTheLastOneIsKeptAtTheEnd() throws Exception {
        TestServer server = server();
        try (server) {
            assertThat(server.server().loopSnapshots()).isEmpty();
            server.start(ECHO);
            try (Client client = server.connect()) {
                client.send("a").receive(1);
            }
        }
        assertThat(cpu(server)).isGreaterThanOrEqualTo(Duration.ZERO);
    }
}
