package dev.patchbay.server.engine;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers each message as {@link ModelClient} expects it, in one of several ways that a client must not be able to tell
 * apart, and checks that it is called as the contract says.
 */
final class TemperedHandler implements Handler {

    /** How a handler goes about its messages. */
    enum Temper {
        /** Takes all that there are. */
        GREEDY,
        /** Takes one, and lets itself be shown the rest again. */
        ONE_BY_ONE,
        /** Takes none at first, and one when it is shown them again. */
        HESITANT,
        /** Answers in small pieces. */
        PIECEMEAL,
        /** Answers later, from another thread, and wants to see nothing until then. */
        LATE,
        /** Answers later, from another thread, in pieces that it hands in one by one. */
        LATE_AND_PIECEMEAL;

        static Temper any(Random random) {
            return values()[random.nextInt(values().length)];
        }
    }

    private final Temper temper;
    private final Queue<String> violations;
    private final Map<Long, AtomicInteger> running = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();

    TemperedHandler(Temper temper, Queue<String> violations) {
        this.temper = temper;
        this.violations = violations;
    }

    @Override
    public void opened(ConnContext conn) {
        if (running.putIfAbsent(conn.id(), new AtomicInteger()) != null) {
            violations.add(conn + " was opened twice");
        }
    }

    @Override
    public void released(ConnContext conn, ReleaseReason reason) {
        if (running.remove(conn.id()) == null) {
            violations.add(conn + " was released, and not opened");
        }
    }

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        AtomicInteger callsOfThis = running.get(conn.id());
        if (callsOfThis == null || callsOfThis.incrementAndGet() != 1) {
            violations.add(conn + " is served by who is not in charge, or by two at once");
        } else {
            serve(conn, in);
            callsOfThis.decrementAndGet();
        }
    }

    private void serve(ConnContext conn, ByteBuffer in) {
        if (temper == Temper.HESITANT && calls.incrementAndGet() % 2 == 0) {
            showAgain(conn);
            return;
        }
        ByteBuffer payload = Frames.prefixed16(in, ByteOrder.BIG_ENDIAN, ModelClient.PAYLOAD_MAX);
        while (payload != null) {
            ByteBuffer answer = answer(payload);
            switch (temper) {
                case GREEDY -> conn.write(answer);
                case PIECEMEAL -> writeInPieces(conn, answer);
                case ONE_BY_ONE, HESITANT -> {
                    conn.write(answer);
                    showAgain(conn);
                    return;
                }
                default -> {
                    answerLater(conn, answer);
                    return;
                }
            }
            payload = Frames.prefixed16(in, ByteOrder.BIG_ENDIAN, ModelClient.PAYLOAD_MAX);
        }
    }

    private static ByteBuffer answer(ByteBuffer payload) {
        ByteBuffer answer = ByteBuffer.allocate(Short.BYTES + payload.remaining());
        answer.putShort((short) payload.remaining());
        while (payload.hasRemaining()) {
            answer.put((byte) (payload.get() ^ ModelClient.MASK));
        }
        return answer.flip();
    }

    private static void showAgain(ConnContext conn) {
        conn.pauseInput();
        conn.execute(conn::resumeInput);
    }

    private static void writeInPieces(ConnContext conn, ByteBuffer answer) {
        for (int length = 1; answer.hasRemaining(); length = 2 * length) {
            int end = Math.min(answer.limit(), answer.position() + length);
            conn.write(answer.slice(answer.position(), end - answer.position()));
            answer.position(end);
        }
    }

    private void answerLater(ConnContext conn, ByteBuffer answer) {
        ConnContext.Pending pending = conn.pending();
        conn.pauseInput();
        CompletableFuture.runAsync(() -> {
                    if (temper == Temper.LATE) {
                        conn.write(answer);
                    } else {
                        writeInPieces(conn, answer);
                    }
                    conn.resumeInput();
                    pending.close();
                })
                .exceptionally(failure -> {
                    violations.add(conn + " could not be answered: " + failure);
                    return null;
                });
    }
}
