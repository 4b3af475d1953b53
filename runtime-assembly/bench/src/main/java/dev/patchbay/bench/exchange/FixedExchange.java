package dev.patchbay.bench.exchange;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/** An exchange in which each byte that comes back is known beforehand, and compared. */
public final class FixedExchange implements Exchange {

    private final String description;
    private final RepeatedBytes requests;
    private final RepeatedBytes answers;
    private final int requestSize;
    private final int answerSize;
    private final AtomicInteger nextSeed = new AtomicInteger();
    private final int seedStep;

    private FixedExchange(
            String description,
            RepeatedBytes requests,
            int requestSize,
            RepeatedBytes answers,
            int answerSize,
            int seedStep) {
        this.description = description;
        this.requests = requests;
        this.requestSize = requestSize;
        this.answers = answers;
        this.answerSize = answerSize;
        this.seedStep = seedStep;
    }

    /** Returns an exchange in which what was sent comes back. Each connection sends other bytes. */
    public static FixedExchange echo(int size) {
        RepeatedBytes pattern = RepeatedBytes.pattern();
        return new FixedExchange(
                "echo of " + size + (size == 1 ? " byte" : " bytes"), pattern, size, pattern, size, 257);
    }

    /** Returns an exchange in which each request is answered with the same bytes. */
    public static FixedExchange of(String description, byte[] request, byte[] answer) {
        return new FixedExchange(
                description, new RepeatedBytes(request), request.length, new RepeatedBytes(answer), answer.length, 0);
    }

    /** Returns an exchange in which a line is answered with a line. */
    public static FixedExchange line(String line, String answer) {
        return of("line '" + line + "'", ended(line), ended(answer));
    }

    private static byte[] ended(String line) {
        return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Conversation converse(int depth) {
        long seed = (long) nextSeed.getAndIncrement() * seedStep & Integer.MAX_VALUE;
        return new FixedConversation(requests, requestSize, answers, answerSize, seed, seedStep != 0, depth);
    }
}
