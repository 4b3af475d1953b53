package dev.patchbay.server.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever a handler does to its input but moving its position has no effect on anybody else. */
class InputViewTest extends EngineTest {

    private static final int NUMBER = 0x01020304;

    /** What a handler may do to the buffer that it is given. */
    enum Mischief implements Consumer<ByteBuffer> {
        ORDER(in -> in.order(ByteOrder.LITTLE_ENDIAN)),
        LIMIT(in -> in.limit(in.position())),
        MARK(ByteBuffer::mark),
        CLEAR(ByteBuffer::clear),
        FLIP(ByteBuffer::flip),
        REWIND(ByteBuffer::rewind);

        private final Consumer<ByteBuffer> action;

        Mischief(Consumer<ByteBuffer> action) {
            this.action = action;
        }

        @Override
        public void accept(ByteBuffer in) {
            action.accept(in);
        }
    }

    /** Answers each number with the number; spoils what it was given when it gets a zero first. */
    private static final class Numbers implements Handler {
        private final Mischief mischief;

        Numbers(Mischief mischief) {
            this.mischief = mischief;
        }

        @Override
        public void received(ConnContext conn, ByteBuffer in) {
            if (in.order() != ByteOrder.BIG_ENDIAN || marked(in)) {
                throw new AssertionError("the view is not as new: " + in.order() + ", marked " + marked(in));
            }
            while (in.remaining() >= Integer.BYTES) {
                int number = in.getInt();
                conn.write(ByteBuffer.allocate(Integer.BYTES).putInt(0, number));
                if (number == 0) {
                    int end = in.position();
                    mischief.accept(in);
                    in.limit(Math.max(end, in.limit())).position(end);
                    if (mischief == Mischief.LIMIT || mischief == Mischief.MARK) {
                        mischief.accept(in);
                    }
                    return;
                }
            }
        }

        private static boolean marked(ByteBuffer in) {
            try {
                in.duplicate().reset();
                return true;
            } catch (java.nio.InvalidMarkException e) {
                return false;
            }
        }
    }

    private static int ask(Client client, int number) throws Exception {
        client.send(ByteBuffer.allocate(Integer.BYTES).putInt(0, number).array());
        return ByteBuffer.wrap(client.receive(Integer.BYTES)).getInt();
    }

    @ParameterizedTest
    @EnumSource
    void changesAreSeenByNoOtherConnectionServerOrLaterCall(Mischief mischief) throws Exception {
        try (TestServer bad = server().start(new Numbers(mischief));
                TestServer good = new TestServer(lane, directory)
                        .with("socket.path", directory.resolve("good.sock").toString())
                        .start(new Numbers(Mischief.REWIND));
                Client spoiler = bad.connect();
                Client neighbour = bad.connect();
                Client stranger = good.connect()) {
            for (int i = 0; i < 60; i++) {
                assertThat(ask(spoiler, 0)).isZero();
                assertThat(ask(spoiler, NUMBER)).isEqualTo(NUMBER);
                assertThat(ask(neighbour, NUMBER)).isEqualTo(NUMBER);
                assertThat(ask(stranger, NUMBER)).isEqualTo(NUMBER);
            }
            assertThat(bad.events.errors).isEmpty();
        }
    }

    @org.junit.jupiter.api.Test
    void bufferThatAHandlerHasKeptDisturbsNobody() throws Exception {
        BlockingQueue<ByteBuffer> kept = new LinkedBlockingQueue<>();
        AtomicBoolean over = new AtomicBoolean();
        Handler keeping = (conn, in) -> {
            kept.add(in);
            conn.write(in);
        };
        try (TestServer server = server().start(keeping);
                Client victim = server.connect();
                Client other = server.connect()) {
            assertThat(victim.send("x").receiveText(1)).isEqualTo("x");
            ByteBuffer in = kept.take();
            Thread spoiler = new Thread(() -> {
                while (!over.get()) {
                    in.clear()
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .limit(in.capacity() / 2)
                            .position(1);
                }
            });
            spoiler.start();
            try {
                for (int i = 0; i < 2000; i++) {
                    String text = "message " + i;
                    assertThat(other.send(text).receiveText(text.length())).isEqualTo(text);
                }
            } finally {
                over.set(true);
                spoiler.join();
            }
        }
    }
}
