package dev.patchbay.itests.framework;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/** Answers each line with a fixed word and the line. A test can make it wait before each answer. */
final class LineHandler implements Handler {

    private static final int LIMIT = 1 << 20;

    private final String word;
    private final Semaphore arrived = new Semaphore(0);
    private final Semaphore mayAnswer;

    private LineHandler(String word, int answers) {
        this.word = word;
        this.mayAnswer = new Semaphore(answers);
    }

    /** Makes a handler that answers at once. */
    static LineHandler answering(String word) {
        return new LineHandler(word, Integer.MAX_VALUE);
    }

    /** Makes a handler that blocks before each answer until {@link #answer}. */
    static LineHandler waiting(String word) {
        return new LineHandler(word, 0);
    }

    /** Returns when a line has come whose answer was not awaited yet. */
    void awaitLine() throws InterruptedException {
        arrived.acquire();
    }

    /** Lets one answer go. */
    void answer() {
        mayAnswer.release();
    }

    @Override
    public void received(ConnContext conn, ByteBuffer in) throws InterruptedException {
        for (ByteBuffer line = Frames.line(in, LIMIT); line != null; line = Frames.line(in, LIMIT)) {
            String text = StandardCharsets.UTF_8.decode(line).toString();
            arrived.release();
            mayAnswer.acquire();
            conn.write(StandardCharsets.UTF_8.encode(word + ":" + text + "\n"));
        }
    }
}
