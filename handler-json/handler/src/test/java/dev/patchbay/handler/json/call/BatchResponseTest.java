package dev.patchbay.handler.json.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.handler.json.buffer.OutputBuffer;
import dev.patchbay.handler.json.message.WorkspacePool;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Requests of a batch that are cancelled. */
class BatchResponseTest {

    private final List<String> sent = new ArrayList<>();

    private final ResponseSink target = new ResponseSink() {
        @Override
        public void deliver(OutputBuffer response) {
            sent.add(new String(response.copy(), StandardCharsets.UTF_8));
        }

        @Override
        public void skip() {
            sent.add("nothing");
        }
    };

    private BatchResponse batch() {
        return new BatchResponse(3, target, new WorkspacePool(), new KeptBytes(() -> {}), 1000);
    }

    private static OutputBuffer text(String text) {
        OutputBuffer out = new OutputBuffer().clear();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        return out;
    }

    @Test
    void aRequestWithoutAResponseIsLeftOut() {
        BatchResponse batch = batch();
        batch.slot(0).skip();
        batch.slot(2).deliver(text("2"));
        batch.slot(1).deliver(text("1"));
        assertThat(sent).containsExactly("[1,2]");
    }

    @Test
    void aBatchWithoutResponsesIsNotAnswered() {
        BatchResponse batch = batch();
        batch.slot(0).skip();
        batch.slot(1).skip();
        batch.slot(2).skip();
        assertThat(sent).containsExactly("nothing");
    }
}
