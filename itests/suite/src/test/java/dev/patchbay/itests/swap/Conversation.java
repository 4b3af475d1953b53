package dev.patchbay.itests.swap;

import dev.patchbay.itests.swap.ledger.Wire;
import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.function.Supplier;
import java.util.zip.CRC32;

/**
 * A client that sends messages of random size in pieces of random size. It sends several before it has the first
 * answer, and compares every answer. For use by one thread, except for {@link #server}.
 */
final class Conversation {

    private static final int WINDOW = 8;
    private static final byte[] NOISE = new byte[4 * Wire.PAYLOAD_MAX];

    static {
        new Random(1).nextBytes(NOISE);
    }

    private record Sent(int number, int sum, int length, long at) {}

    private final String name;
    private final Random random;
    private final Supplier<Pauses> pauses;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final ByteBuffer out = ByteBuffer.allocateDirect(Integer.BYTES + Wire.MESSAGE_HEAD + Wire.PAYLOAD_MAX);
    private final ByteBuffer in = ByteBuffer.allocateDirect(Integer.BYTES + Wire.ANSWER_HEAD + Wire.PAYLOAD_MAX);
    private final Deque<Sent> unanswered = new ArrayDeque<>();
    private Sent next;
    private int sent;
    private int answered;
    private long bytes;
    private long answeredAt;
    private int allowed = Integer.MAX_VALUE;
    private int change;
    private int probe;
    private boolean finishing;
    private boolean finished;

    /** Which version of which probe gave the last answer. */
    private volatile String server = "";

    Conversation(String name, Path socket, Selector selector, long seed, Supplier<Pauses> pauses) throws IOException {
        this.name = name;
        this.random = new Random(seed);
        this.pauses = pauses;
        this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        channel.configureBlocking(false);
        this.key = channel.register(selector, SelectionKey.OP_READ | SelectionKey.OP_WRITE, this);
        out.limit(0);
    }

    /** Does what the socket is ready for; returns how many answers came. */
    int serve() throws IOException {
        int before = answered;
        if (key.isReadable()) {
            receive();
        }
        if (key.isValid() && key.isWritable()) {
            sendPiece();
        }
        if (key.isValid()) {
            key.interestOps(SelectionKey.OP_READ | (wantsToSend() ? SelectionKey.OP_WRITE : 0));
        }
        return answered - before;
    }

    /** Lets the client begin so many more messages. */
    void allow(int messages) {
        allowed = messages;
        if (!finishing) {
            key.interestOps(SelectionKey.OP_READ | (wantsToSend() ? SelectionKey.OP_WRITE : 0));
        }
    }

    /** Sends no new message, and ends its output when everything was answered. */
    void finish() {
        if (!finishing) {
            finishing = true;
            key.interestOpsOr(SelectionKey.OP_WRITE);
        }
    }

    private boolean wantsToSend() {
        return out.hasRemaining() || mayBegin() || isToEnd();
    }

    private boolean mayBegin() {
        return !finishing && allowed > 0 && unanswered.size() < WINDOW;
    }

    private boolean isToEnd() {
        return finishing && !finished && unanswered.isEmpty();
    }

    private void sendPiece() throws IOException {
        if (!out.hasRemaining() && mayBegin()) {
            prepareMessage();
        }
        if (out.hasRemaining()) {
            int whole = out.limit();
            out.limit(Math.min(whole, out.position() + sizeUpTo(Wire.PAYLOAD_MAX)));
            channel.write(out);
            out.limit(whole);
            if (!out.hasRemaining()) {
                unanswered.add(new Sent(next.number, next.sum, next.length, System.nanoTime()));
            }
        } else if (isToEnd()) {
            finished = true;
            channel.shutdownOutput();
        }
    }

    private void prepareMessage() {
        int length = sizeUpTo(Wire.PAYLOAD_MAX);
        int from = random.nextInt(NOISE.length - length);
        allowed--;
        next = new Sent(++sent, sum(NOISE, from, length), length, 0);
        out.clear();
        out.putInt(Wire.MESSAGE_HEAD + length)
                .putInt(next.number)
                .putInt(next.sum)
                .put(NOISE, from, length);
        out.flip();
        bytes += out.limit();
    }

    /** A number from 1 to the greatest, of each order of magnitude equally often. */
    private int sizeUpTo(int greatest) {
        return (int) Math.min(greatest, Math.exp(random.nextDouble() * Math.log(greatest + 1.0)));
    }

    private static int sum(byte[] data, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(data, from, length);
        return (int) crc.getValue();
    }

    private void receive() throws IOException {
        if (channel.read(in) < 0) {
            key.cancel();
            channel.close();
            require(finished && unanswered.isEmpty(), "the server closed the connection");
            return;
        }
        in.flip();
        while (in.remaining() >= Integer.BYTES && in.remaining() - Integer.BYTES >= in.getInt(in.position())) {
            int length = in.getInt();
            int end = in.position() + length;
            answer(length - Wire.ANSWER_HEAD);
            require(in.position() == end, "an answer is not as long as it says");
        }
        in.compact();
    }

    private void answer(int echoed) throws EOFException {
        long now = System.nanoTime();
        int number = in.getInt();
        int sum = in.getInt();
        Sent expected = unanswered.poll();
        require(expected != null && expected.number == number && expected.sum == sum, "got an answer to " + number);
        pauses.get().waited(Math.max(answeredAt, expected.at), now);
        answeredAt = now;
        answered++;
        identity(in.getInt(), in.getInt(), in.getInt(), in.getInt());
        if (Wire.isEchoed(number)) {
            byte[] echo = new byte[echoed];
            in.get(echo);
            require(echoed == expected.length && sum(echo, 0, echoed) == sum, "echo " + number + " is damaged");
        }
    }

    /** The probe must be the same as before, unless another has taken charge meanwhile. */
    private void identity(int newChange, int newProbe, int version, int letter) throws EOFException {
        require(
                newChange > change || newChange == change && newProbe == probe,
                "change " + newChange + " answers with probe " + newProbe);
        change = newChange;
        probe = newProbe;
        String who = (char) letter + " " + version;
        if (!who.equals(server)) {
            server = who;
        }
    }

    private void require(boolean right, String wrong) throws EOFException {
        if (!right) {
            throw new EOFException("client " + this + ": " + wrong);
        }
    }

    /** Returns the letter and version of the probe that gave the last answer. */
    String server() {
        return server;
    }

    boolean isOver() {
        return !channel.isOpen();
    }

    int answered() {
        return answered;
    }

    long bytes() {
        return bytes;
    }

    void close() throws IOException {
        channel.close();
    }

    @Override
    public String toString() {
        return name + " (sent " + sent + ", answered " + answered + ", unanswered "
                + unanswered.stream().map(Sent::number).toList() + ", " + out.remaining() + " bytes of message " + sent
                + " to send, change " + change + " by probe " + probe + " = " + server + ")";
    }
}
