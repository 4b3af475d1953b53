package dev.patchbay.handler.json.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.handler.json.wire.Output;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InOrderTest {

    private final List<String> sent = new ArrayList<>();

    private static Output text(String text) {
        Output out = new Output().clear();
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
        InOrder inOrder = new InOrder(this::send);
        Answers first = inOrder.next();
        Answers second = inOrder.next();
        Answers third = inOrder.next();
        second.deliver(text("second"));
        assertThatThrownBy(() -> first.deliver(text("first"))).isInstanceOf(OutOfMemoryError.class);
        third.deliver(text("third"));
        assertThat(sent).containsExactly("first", "second", "third");
    }
}
