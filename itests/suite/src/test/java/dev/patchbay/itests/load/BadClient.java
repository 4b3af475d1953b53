package dev.patchbay.itests.load;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client that misbehaves in one way. For use by one thread. */
final class BadClient {

    /** What a client does to a server. */
    enum Kind {
        /** Connects and says nothing. */
        SILENT,
        /** Connects, sends a few bytes and vanishes. */
        VANISHING,
        /** Sends half a message and stalls. */
        HALF,
        /** Sends for as long as there is room, and never reads. */
        NEVER_READING,
        /** Sends one byte at a time. */
        DRIPPING,
        /** Goes away with answers unread, which resets the connection. */
        RESETTING;

        boolean isBrief() {
            return this == VANISHING || this == RESETTING;
        }
    }

    private static final String BEGINNING = "{\"jsonrpc\":\"2.0\",\"method\":\"echo\",\"params\":[\"";

    private final Kind kind;
    private final SocketChannel channel;
    private final ByteBuffer half;
    private final ByteBuffer scratch = ByteBuffer.allocate(4096);

    /**
     * Connects.
     *
     * @param echo      a server that sends back what it gets
     * @param json      a server whose messages may stay incomplete
     * @param halfBytes how long half a message is
     */
    BadClient(Kind kind, Path echo, Path json, int halfBytes) throws IOException {
        this.kind = kind;
        this.channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        this.half = kind == Kind.HALF ? half(halfBytes) : null;
        channel.connect(UnixDomainSocketAddress.of(kind == Kind.HALF ? json : echo));
        channel.configureBlocking(false);
    }

    private static ByteBuffer half(int bytes) {
        byte[] half = new byte[bytes];
        java.util.Arrays.fill(half, (byte) 'x');
        byte[] beginning = BEGINNING.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(beginning, 0, half, 0, Math.min(bytes, beginning.length));
        return ByteBuffer.wrap(half);
    }

    Kind kind() {
        return kind;
    }

    /** Does what it does once more; false if the server has had enough of it. */
    boolean goOn() {
        try {
            switch (kind) {
                case SILENT -> {}
                case VANISHING -> channel.write(ByteBuffer.wrap(new byte[3]));
                case HALF -> channel.write(half);
                case NEVER_READING -> channel.write(scratch.clear());
                case RESETTING -> channel.write(scratch.clear().limit(1000));
                case DRIPPING -> {
                    channel.write(ByteBuffer.wrap(new byte[1]));
                    return channel.read(scratch.clear()) >= 0;
                }
            }
            return true;
        } catch (IOException theServerHasClosed) {
            return false;
        }
    }

    void close() throws IOException {
        channel.close();
    }
}
