package dev.patchbay.server.engine.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.server.engine.connection.OutputQueue.Segment;
import dev.patchbay.server.engine.memory.ChunkPool;
import org.junit.jupiter.api.Test;

class OutputQueueTest {

    private final ChunkPool pool = new ChunkPool();
    private final OutputQueue queue = new OutputQueue(pool);

    @Test
    void smallSegmentsShareAChunk() {
        for (int i = 0; i < 100; i++) {
            Segment segment = new Segment(pool.take(2));
            segment.tail = 2;
            queue.add(segment);
        }
        assertThat(queue.first().next).isNull();
        assertThat(queue.clear()).isEqualTo(200);
        assertThat(queue.isEmpty()).isTrue();
    }
}
