package dev.patchbay.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random messages in random pieces, presented as a server presents them. A failure names the seed to run it again with. */
class FramesRoundTripTest {

    /** The system property that runs one seed again. */
    private static final String SEED = "patchbay.seed";

    private static final int ROUNDS = 50;
    private static final int MESSAGES = 20;
    private static final int LONGEST = 400;
    private static final int LONGEST_FRAMING = 30;

    @ParameterizedTest
    @EnumSource
    void messagesSurviveAnyCutIntoPieces(Framing framing) {
        long seed = Long.getLong(SEED, new Random().nextLong());
        Random random = new Random(seed);
        for (int round = 0; round < ROUNDS; round++) {
            List<ByteBuffer> sent = messages(framing, random);
            assertThat(receive(framing, sent, random))
                    .as("round %d of -D%s=%d", round, SEED, seed)
                    .isEqualTo(sent);
        }
    }

    private static List<ByteBuffer> messages(Framing framing, Random random) {
        List<ByteBuffer> messages = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            int length = random.nextInt(4) == 0 ? random.nextInt(LONGEST + 1) : random.nextInt(4);
            messages.add(ByteBuffer.wrap(framing.message(random, length)));
        }
        return messages;
    }

    /** Gives the framing ever more bytes, and keeps what it leaves, as the host does for a handler. */
    private static List<ByteBuffer> receive(Framing framing, List<ByteBuffer> messages, Random random) {
        ByteBuffer wire = ByteBuffer.allocate(MESSAGES * (LONGEST + LONGEST_FRAMING));
        messages.forEach(message -> wire.put(framing.frame(message.array())));
        wire.flip();
        List<ByteBuffer> received = new ArrayList<>();
        ByteBuffer unconsumed = ByteBuffer.allocate(wire.capacity());
        while (wire.hasRemaining()) {
            int piece = Math.min(wire.remaining(), 1 + random.nextInt(random.nextBoolean() ? 3 : LONGEST));
            unconsumed.put(wire.slice(wire.position(), piece));
            wire.position(wire.position() + piece);
            unconsumed.flip();
            ByteBuffer message;
            while ((message = framing.take(unconsumed, LONGEST)) != null) {
                received.add(
                        ByteBuffer.allocate(message.remaining()).put(message).flip());
            }
            unconsumed.compact();
        }
        assertThat(unconsumed.position()).isZero();
        return received;
    }
}
