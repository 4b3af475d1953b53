package dev.patchbay.server.engine;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Random;

/**
 * A client that never waits, and the model of what it has to get: for each whole message that it has sent, the same with
 * every byte of the payload turned over, in order, and nothing else.
 */
final class ModelClient implements AutoCloseable {

    static final int PAYLOAD_MAX = 12_000;
    static final int MASK = 0x5a;

    private final SocketChannel channel;
    private final Random random;
    private final ByteBuffer in = ByteBuffer.allocate(1 << 16);

    /** The message that is being sent. */
    private ByteBuffer message = ByteBuffer.allocate(0);

    private final Expected expected = new Expected();
    private long sent;
    private int got;
    private boolean ended;
    private boolean reset;

    /** Bytes that can be compared while more are added. */
    private static final class Expected extends ByteArrayOutputStream {
        byte at(int index) {
            return buf[index];
        }
    }

    ModelClient(Path path, Random random) throws IOException {
        this.random = random;
        this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(path));
        channel.configureBlocking(false);
    }

    /** Sends so many bytes of messages, or as many as there is room for. */
    void send(int count) throws IOException {
        int left = ended ? 0 : count;
        while (left > 0) {
            if (!message.hasRemaining()) {
                message = nextMessage();
            }
            ByteBuffer piece = message.slice(message.position(), Math.min(left, message.remaining()));
            int length = channel.write(piece);
            message.position(message.position() + length);
            sent += length;
            left = length < piece.limit() ? 0 : left - length;
            if (!message.hasRemaining()) {
                expected.writeBytes(answer(message));
            }
        }
    }

    private ByteBuffer nextMessage() {
        int length = random.nextInt(10) == 0 ? random.nextInt(PAYLOAD_MAX) : random.nextInt(100);
        byte[] bytes = new byte[Short.BYTES + length];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes).putShort(0, (short) length);
    }

    private static byte[] answer(ByteBuffer message) {
        byte[] bytes = message.array().clone();
        for (int i = Short.BYTES; i < bytes.length; i++) {
            bytes[i] ^= MASK;
        }
        return bytes;
    }

    /** Receives as much as is there, but not more than so many bytes. */
    void receive(int most) throws IOException {
        for (int left = most; left > 0 && channel.isOpen(); ) {
            int count = channel.read(in.clear().limit(Math.min(in.capacity(), left)));
            if (count < 0) {
                theServerHasEnded();
            }
            if (count <= 0) {
                return;
            }
            compare(in.flip());
            left -= count;
        }
    }

    private void compare(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (got >= expected.size() || bytes.get() != expected.at(got)) {
                throw new AssertionError(this + ": byte " + got + " is not what the model says");
            }
            got++;
        }
    }

    private void theServerHasEnded() throws IOException {
        if (!ended || got < expected.size()) {
            throw new AssertionError(this + ": the server has closed too early");
        }
        channel.close();
    }

    /** Ends its input, or goes away with answers unread: now and then, and once. */
    void maybeEnd() throws IOException {
        if (random.nextInt(3) > 0) {
            return;
        }
        if (random.nextBoolean()) {
            endInput();
        } else if (channel.isOpen()) {
            reset = true;
            ended = true;
            channel.close();
        }
    }

    void endInput() throws IOException {
        if (!ended) {
            ended = true;
            channel.shutdownOutput();
        }
    }

    boolean isOver() {
        return !channel.isOpen();
    }

    boolean wasReset() {
        return reset;
    }

    long sent() {
        return sent;
    }

    /** Returns how many bytes it has sent of a message that it will never complete. */
    long incomplete() {
        return message.hasRemaining() ? message.position() : 0;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return "a client that has sent " + sent + " bytes, and got " + got + " of " + expected.size()
                + (ended ? ", ended" : "");
    }
}
