package dev.patchbay.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.example.shout.ShoutHandler;
import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import dev.patchbay.api.stream.StreamConnection;
import dev.patchbay.api.stream.StreamHandler;
import dev.patchbay.handler.echo.EchoHandler;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Handlers that are right: their conversations come out the same in every way. */
@Timeout(120)
class CorrectHandlersTest {

    @Test
    void echo() {
        Conversation.with(EchoHandler::new)
                .send("hello")
                .expect("hello")
                .send("\nworld")
                .expect("\nworld")
                .check();
    }

    @Test
    void templateOfTheDistribution() {
        Conversation.with(ShoutHandler::new)
                .expect("hello\n")
                .send("ten minutes\n")
                .expect("TEN MINUTES\n")
                .halfClose()
                .expectEnd()
                .check();
    }

    @Test
    void lengthPrefixes() {
        Handler echo = (conn, in) -> {
            for (ByteBuffer message; (message = Frames.prefixed16(in, ByteOrder.BIG_ENDIAN, 100)) != null; ) {
                conn.write(message);
            }
        };
        Conversation.with(() -> echo)
                .send(new byte[] {0, 2, 'a', 'b', 0, 0, 0, 1, 'c'})
                .expect("abc")
                .check();
    }

    @Test
    void stateOfAConnection() {
        Handler counts = (conn, in) -> {
            for (ByteBuffer line; (line = Frames.line(conn, in, 100)) != null; ) {
                int number = (int) conn.attributes().merge("lines", 1, (a, b) -> (int) a + (int) b);
                conn.write(ByteBuffer.wrap((number + " " + UTF_8.decode(line) + "\n").getBytes(UTF_8)));
            }
        };
        Conversation.with(() -> counts)
                .send("a\nb\nc\n")
                .expect("1 a\n2 b\n3 c\n")
                .check();
    }

    /** A loop, on a thread of its own for each connection. */
    private static final class Lines extends StreamHandler {
        @Override
        protected void serve(StreamConnection conn) throws IOException {
            BufferedReader lines = new BufferedReader(new InputStreamReader(conn.lineInput(), UTF_8));
            conn.boundary();
            for (String line; (line = lines.readLine()) != null; conn.boundary()) {
                conn.output().write((line + "\n").getBytes(UTF_8));
            }
        }
    }

    @Test
    void loopOverStreams() {
        Conversation.with(Lines::new)
                .send("a\nbc\n")
                .expect("a\nbc\n")
                .halfClose()
                .expectEnd()
                .check();
    }

    @Test
    void longInputIsCutAtFewerPlaces() {
        AtomicInteger made = new AtomicInteger();
        String input = "0123456789".repeat(200);
        Conversation.with(() -> {
                    made.incrementAndGet();
                    return new EchoHandler();
                })
                .send(input)
                .expect(input)
                .check();
        assertThat(made.get()).isBetween(1000, 4000);
    }

    @Test
    void answerOfAnotherThread() {
        Handler later = (conn, in) -> {
            for (ByteBuffer line; (line = Frames.line(conn, in, 100)) != null; ) {
                byte[] answer = (UTF_8.decode(line) + "!\n").getBytes(UTF_8);
                ConnContext.Pending pending = conn.pending();
                CompletableFuture.runAsync(() -> conn.write(ByteBuffer.wrap(answer)))
                        .whenComplete((done, clientGone) -> pending.close());
            }
        };
        Conversation.with(() -> later)
                .send("a\n")
                .expect("a!\n")
                .send("b\n")
                .expect("b!\n")
                .check();
    }
}
