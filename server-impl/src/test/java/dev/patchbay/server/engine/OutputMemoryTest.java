package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What waits to be sent costs about as much memory as there are bytes, however they were written. */
class OutputMemoryTest {

    private static final int WRITES = 10_000;

    private final Output output = new Output(new ChunkPool());

    private static long directBytes() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }

    @Test
    void smallWritesOfOtherThreadsShareMemory() {
        long before = directBytes();
        for (int i = 0; i < WRITES; i++) {
            output.take(output.copy(ByteBuffer.wrap(new byte[] {1, 2, 3}), null));
        }
        assertThat(output.queued()).isEqualTo(3 * WRITES);
        assertThat(directBytes() - before).isLessThan(2 * 3 * WRITES);
    }
}
