package dev.patchbay.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers with one fault each, which a test of an author's has to find, with a message that says what is wrong. */
@Timeout(60)
class FaultyHandlersTest {

    /** Short, as what a faulty handler does not send is waited for; long enough for what a busy machine sends late. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static void shout(ConnContext conn, String text) {
        conn.write(ByteBuffer.wrap((text.toUpperCase(Locale.ROOT) + "\n").getBytes(UTF_8)));
    }

    private static void shoutLines(ConnContext conn, ByteBuffer in) {
        for (ByteBuffer line = Frames.line(in, 100); line != null; line = Frames.line(in, 100)) {
            shout(conn, UTF_8.decode(line).toString());
        }
    }

    private static String message(Supplier<Handler> handler) {
        Throwable[] failure = new Throwable[1];
        assertThatThrownBy(() -> conversation(handler).check())
                .isInstanceOf(AssertionError.class)
                .satisfies(thrown -> failure[0] = thrown);
        return failure[0].getMessage();
    }

    private static Conversation conversation(Supplier<Handler> handler) {
        return Conversation.with(handler).patience(PATIENCE).send("one\ntwo\n").expect("ONE\nTWO\n");
    }

    @Test
    void handlerWithoutFaultPasses() {
        conversation(() -> FaultyHandlersTest::shoutLines).check();
    }

    /** Takes whatever arrives for a message. */
    @Test
    void handlerThatTakesWhatArrivesForAMessageFailsWhereItIsCut() {
        Handler faulty = (conn, in) -> {
            String all = UTF_8.decode(in).toString();
            all.lines().forEach(line -> shout(conn, line));
        };
        assertThat(message(() -> faulty))
                .startsWith("With the input cut after 1 byte, \"o\" | \"ne\\ntwo\\n\", called ")
                .contains("the client expected \"ONE\\nTWO\\n\"\n  and got         \"O\\nNE")
                .contains("received(\"o\"), consumed 1 byte -> wrote \"O\\n\"")
                .contains("takes whole messages off 'in' and leaves the rest");
    }

    /** Passes over the half of a message that has arrived. */
    @Test
    void handlerThatIgnoresAHalfMessageFailsWhereItIsCut() {
        Handler faulty = (conn, in) -> {
            shoutLines(conn, in);
            in.position(in.limit());
        };
        assertThat(message(() -> faulty))
                .startsWith("With the input cut after 1 byte")
                .contains("and got         \"NE\\nTWO\\n\"")
                .contains("passes over none");
    }

    /** Copies the bytes of an incomplete message into a field. */
    private static final class Keeping implements Handler {
        private final StringBuilder kept = new StringBuilder();

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            kept.append(UTF_8.decode(in));
            for (int end = kept.indexOf("\n"); end >= 0; end = kept.indexOf("\n")) {
                shout(conn, kept.substring(0, end));
                kept.delete(0, end + 1);
            }
        }
    }

    @Test
    void handlerThatKeepsBytesFailsInASwap() {
        assertThat(message(Keeping::new))
                .startsWith("With a swap after 1 byte, \"o\" | \"ne\\ntwo\\n\", called ")
                .contains("and got         \"NE\\nTWO\\n\"")
                .contains("received(\"o\"), consumed 1 byte\n    released(SWAPPED)\n    opened\n")
                .contains("Without the swap, the answer is right")
                .contains("conn.attributes()");
    }

    /** Counts the lines of a connection in a field. */
    private static final class Counting implements Handler {
        private int lines;

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            for (ByteBuffer line = Frames.line(in, 100); line != null; line = Frames.line(in, 100)) {
                shout(conn, ++lines + UTF_8.decode(line).toString());
            }
        }
    }

    @Test
    void handlerThatLosesStateInASwapFailsThere() {
        Conversation counted = Conversation.with(Counting::new)
                .patience(PATIENCE)
                .send("a\nb\n")
                .expect("1A\n2B\n");
        assertThatThrownBy(counted::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("With a swap after 2 bytes, \"a\\n\" | \"b\\n\"")
                .hasMessageContaining("and got         \"1A\\n1B\\n\"");
    }

    /** Keeps the buffer itself. */
    private static final class KeepingBuffers implements Handler {
        private final List<ByteBuffer> lines = new ArrayList<>();

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            for (ByteBuffer line = Frames.line(in, 100); line != null; line = Frames.line(in, 100)) {
                lines.add(line);
            }
            if (lines.size() == 2) {
                lines.forEach(line -> shout(conn, UTF_8.decode(line).toString()));
            }
        }
    }

    @Test
    void handlerThatKeepsABufferWritesSpoiltBytes() {
        try (HandlerTester tester = HandlerTester.of(KeepingBuffers::new).patience(PATIENCE)) {
            TestClient client = tester.connect().send("one\n").send("two\n");
            assertThatThrownBy(() -> client.expect("ONE\nTWO\n"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("and got         \"\\x1a\\x1a\\x1a\\nTWO\\n\"")
                    .hasMessageContaining("a buffer that was used after the call of received");
        }
    }

    @Test
    void handlerThatWritesAfterItHasClosedFails() {
        Handler faulty = (conn, in) -> {
            shoutLines(conn, in);
            conn.close();
            shout(conn, "bye");
        };
        assertThat(message(() -> faulty))
                .startsWith("The conversation, called ")
                .contains("the handler called write(\"BYE\\n\") after close(): what is written then never arrives");
    }

    @Test
    void handlerThatUsesAConnectionOfItsSuccessorFails() {
        ConnContext[] kept = new ConnContext[1];
        Handler faulty = (conn, in) -> {
            in.position(in.limit());
            kept[0] = kept[0] == null ? conn : kept[0];
            shout(kept[0], "x");
        };
        try (HandlerTester tester = HandlerTester.of(() -> faulty)) {
            TestClient client = tester.connect().send("a").expect("X\n");
            tester.swap();
            client.send("b");
            assertThatThrownBy(() -> client.expect("X\n"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageStartingWith(
                            "the handler called write on a connection that another handler is in charge of by now");
            client.expectFailure(IllegalStateException.class);
        }
    }

    @Test
    void exceptionOfACallbackFailsTheTestAtTheLatestWhenItCloses() {
        HandlerTester tester = HandlerTester.of(() -> (conn, in) -> {
            throw new IllegalStateException("no database");
        });
        tester.connect().send("a");
        assertThatThrownBy(tester::close)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("the handler failed in received: java.lang.IllegalStateException: no database")
                .hasRootCauseMessage("no database");
    }

    @Test
    void exceptionOfATaskFailsTheTest() {
        HandlerTester tester = HandlerTester.of(() -> (conn, in) -> {
            in.position(in.limit());
            conn.after(Duration.ofMinutes(1), () -> {
                throw new IllegalStateException("too late");
            });
        });
        TestClient client = tester.connect().send("a").expectNothing();
        tester.advance(Duration.ofMinutes(2));
        assertThatThrownBy(client::expectNothing).hasMessageStartingWith("the handler failed in a task of after: ");
        client.expectEnd(ReleaseReason.HANDLER_FAILED);
        tester.close();
    }

    @Test
    void handlerThatFailsWhenItsClientLeavesFails() {
        Handler faulty = new Handler() {
            @Override
            public void received(ConnContext conn, ByteBuffer in) {
                shoutLines(conn, in);
            }

            @Override
            public void released(ConnContext conn, ReleaseReason reason) {
                if (reason == ReleaseReason.CLIENT_CLOSED) {
                    throw new IllegalStateException("the client has gone");
                }
            }
        };
        assertThat(message(() -> faulty))
                .startsWith("With a client that ")
                .contains("the handler failed in released: java.lang.IllegalStateException: the client has gone")
                .contains("A client may leave at any time");
    }

    @Test
    void handlerThatNeverAnswersIsShownWithItsCalls() {
        assertThat(message(() -> (conn, in) -> {}))
                .startsWith("The conversation, called ")
                .contains("the client expected \"ONE\\nTWO\\n\"\n  and got         nothing")
                .contains("received(\"one\\ntwo\\n\"), consumed 0 bytes");
    }
}
