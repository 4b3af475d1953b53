package dev.patchbay.server.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.ThreadLocalRandom;

/** The messages of a chat: a length of 32 bits, who sent it, its number, whether it is the last, and bytes that follow from both. */
final class ChatMessage {

    /** So large a message is at most, its length included. */
    static final int LARGEST = 1 << 20;

    private static final int HEAD = 13;
    private static final int PERIOD = 251;
    private static final byte[] PATTERN = new byte[LARGEST + PERIOD];

    static {
        for (int i = 0; i < PATTERN.length; i++) {
            PATTERN[i] = (byte) (i % PERIOD);
        }
    }

    private ChatMessage() {}

    /** Makes one of those that a sender sends: most are small, one in thirty is large, and one in a hundred as large as can be. */
    static ByteBuffer make(int sender, int number, boolean last) {
        ByteBuffer message = ByteBuffer.allocate(HEAD + length(sender, number));
        message.putInt(message.capacity() - Integer.BYTES).putInt(sender).putInt(number);
        message.put((byte) (last ? 1 : 0));
        return message.put(bytes(sender, number, message.remaining())).flip();
    }

    private static int length(int sender, int number) {
        int chance = ThreadLocalRandom.current().nextInt(300);
        if (number == 1 && sender % 5 == 0 || chance < 3) {
            return LARGEST - HEAD;
        }
        return ThreadLocalRandom.current().nextInt(chance < 13 ? 100_000 : 2_000);
    }

    private static ByteBuffer bytes(int sender, int number, int length) {
        return ByteBuffer.wrap(PATTERN, Math.floorMod(31 * sender + number, PERIOD), length);
    }

    /**
     * Checks a whole message.
     *
     * @param received the message behind its length
     * @param counts   how many messages have come, by sender
     * @return the sender, if it was their last, else -1
     */
    static int check(ByteBuffer received, int[] counts) {
        int sender = received.getInt();
        int number = received.getInt();
        boolean last = received.get() == 1;
        if (sender < 0 || sender >= counts.length || number != counts[sender]) {
            throw new AssertionError("message " + number + " of sender " + sender + " came, which is not the next");
        }
        counts[sender]++;
        int mismatch = received.mismatch(bytes(sender, number, received.remaining()));
        if (mismatch >= 0) {
            throw new AssertionError(
                    "byte " + mismatch + " of message " + number + " of sender " + sender + " is wrong");
        }
        return last ? sender : -1;
    }
}
