package dev.patchbay.handler.json.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.handler.json.buffer.OutputBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderedResponsesTest {

    private final List<String> sent = new ArrayList<>();

    private static OutputBuffer text(String text) {
        OutputBuffer out = new OutputBuffer().clear();
        out.write(text.getBytes(StandardCharsets.UTF_8));
        return out;
    }

    private void send(byte[] answer) {
        sent.add(new String(answer, StandardCharsets.UTF_8));
        if (sent.size() == 1) {
            throw new OutOfMemoryError("for the test");
        }
    }

    @Test
    void answersGoOnAfterOneCouldNotBeSent() {
        OrderedResponses inOrder = new OrderedResponses(this::send, new KeptBytes(() -> {}));
        ResponseSink first = inOrder.nextSlot();
        ResponseSink second = inOrder.nextSlot();
        ResponseSink third = inOrder.nextSlot();
        second.deliver(text("second"));
        assertThatThrownBy(() -> first.deliver(text("first"))).isInstanceOf(OutOfMemoryError.class);
        third.deliver(text("third"));
        assertThat(sent).containsExactly("first", "second", "third");
    }

    @Test
    void aRequestWithoutAResponseDelaysNoLaterOne() {
        OrderedResponses inOrder = new OrderedResponses(
                answer -> sent.add(new String(answer, StandardCharsets.UTF_8)), new KeptBytes(() -> {}));
        ResponseSink first = inOrder.nextSlot();
        ResponseSink second = inOrder.nextSlot();
        ResponseSink third = inOrder.nextSlot();
        second.deliver(text("second"));
        third.skip();
        first.skip();
        assertThat(sent).containsExactly("second");
    }
}
