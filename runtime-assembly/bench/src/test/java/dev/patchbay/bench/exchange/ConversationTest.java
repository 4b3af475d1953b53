package dev.patchbay.bench.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is sent, and which answers are right, without a socket. */
class ConversationTest {

    private final List<String> heard = new ArrayList<>();
    private final Answers answers = new Answers() {
        @Override
        public void completed(int slot) {
            heard.add("completed " + slot);
        }

        @Override
        public void failed(int slot, String error) {
            heard.add("failed " + slot + " " + error);
        }
    };

    private static byte[] sent(Conversation conversation, int most) {
        ByteBuffer unsent = conversation.unsent();
        byte[] bytes = new byte[Math.min(most, unsent.remaining())];
        unsent.get(bytes);
        conversation.sent(bytes.length);
        return bytes;
    }

    private static ByteBuffer text(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void anEchoMayComeInPiecesOfAnySize() throws Exception {
        Conversation conversation = FixedExchange.echo(100_000).converse(2);
        conversation.begin();
        conversation.begin();

        for (int piece = 1; conversation.unsent().hasRemaining(); piece = piece * 7 % 30_011) {
            conversation.received(ByteBuffer.wrap(sent(conversation, piece)), answers);
        }

        assertThat(heard).containsExactly("completed 0", "completed 1");
    }

    @Test
    void connectionsSendDifferentBytes() {
        FixedExchange exchange = FixedExchange.echo(64);
        Conversation one = exchange.converse(1);
        Conversation other = exchange.converse(1);
        one.begin();
        other.begin();

        assertThat(sent(one, 64)).isNotEqualTo(sent(other, 64));
    }

    @Test
    void anEchoBeforeTheMessageIsWrong() {
        Conversation conversation = FixedExchange.echo(64).converse(1);
        conversation.begin();
        byte[] first = sent(conversation, 10);

        assertThatThrownBy(() -> conversation.received(ByteBuffer.wrap(new byte[first.length + 1]), answers))
                .isInstanceOf(WrongAnswer.class)
                .hasMessage("more came back than was asked for");
    }

    @Test
    void requestsOfOneSizeMayHaveAnswersOfAnother() throws Exception {
        Conversation conversation = FixedExchange.of(
                        "f", "ab".getBytes(StandardCharsets.UTF_8), "12345".getBytes(StandardCharsets.UTF_8))
                .converse(3);
        conversation.begin();
        conversation.begin();

        assertThat(sent(conversation, 100)).asString().isEqualTo("abab");
        conversation.received(text("123451"), answers);
        conversation.received(text("2345"), answers);
        assertThat(heard).containsExactly("completed 0", "completed 1");
        assertThatThrownBy(() -> conversation.received(text("1"), answers)).isInstanceOf(WrongAnswer.class);
    }

    private Conversation calls(int depth, int begun) {
        Conversation conversation = new JsonRpcExchange("m", "\"m\"", "{\"a\":1}").converse(depth);
        for (int i = 0; i < begun; i++) {
            conversation.begin();
        }
        return conversation;
    }

    @Test
    void eachCallHasAnIdOfItsOwnAndAnswersMayComeInAnyOrder() throws Exception {
        Conversation conversation = calls(2, 2);

        assertThat(sent(conversation, 1_000))
                .asString()
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"m\",\"params\":{\"a\":1}}\n"
                        + "{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"m\",\"params\":{\"a\":1}}\n");
        conversation.received(text("{\"id\":4,\"result\":null}\n{\"jsonrpc\":\"2.0\",\"met"), answers);
        conversation.received(text("hod\":\"x\"}\n\n{\"error\":{\"code\":-1},\"id\":3}\r\n"), answers);
        assertThat(heard).containsExactly("completed 0", "failed 1 JSON-RPC error {\"code\":-1}");
        conversation.begin();
        assertThat(sent(conversation, 1_000)).asString().contains("\"id\":7,");
    }

    @Test
    void whatLooksLikeAnIdInsideIsNone() throws Exception {
        Conversation conversation = calls(1, 1);

        conversation.received(
                text("{ \"result\" : [{\"id\":9,\"x\":\"\\\"}]\"}, \"id\", 1.5e3] , \"id\" : 1 }\n"), answers);

        assertThat(heard).containsExactly("completed 0");
    }

    @Test
    void answersThatAreNoneAreWrong() {
        for (String wrong : List.of(
                "hello",
                "{}",
                "[]",
                "{\"id\":1}",
                "{\"id\":1,\"result\":{",
                "{\"id\":1,\"result\":\"x}",
                "{\"id\":2,\"result\":1}",
                "{\"id\":\"1\",\"result\":1}",
                "{\"id\":null,\"error\":{\"code\":-32700}}",
                "{\"id\":-1,\"result\":1}",
                "{\"id\":99999999999999999999999,\"result\":1}",
                "{\"id\":1 \"result\":1}",
                "{,}",
                "{\"id\"",
                "{:1}")) {
            Conversation conversation = calls(1, 1);

            assertThatThrownBy(() -> conversation.received(text(wrong + "\n"), answers))
                    .as(wrong)
                    .isInstanceOf(WrongAnswer.class);
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void anAnswerThatComesTwiceIsWrong() throws Exception {
        Conversation conversation = calls(1, 1);
        conversation.received(text("{\"id\":1,\"result\":1}\n"), answers);
        conversation.begin();

        assertThatThrownBy(() -> conversation.received(text("{\"id\":1,\"result\":1}\n"), answers))
                .isInstanceOf(WrongAnswer.class);
    }
}
