package dev.patchbay.server.poll;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * Moves the bytes of one connection, never waiting. Used by one thread at a time: the one that has the connection's turn.
 *
 * <p>This class moves bytes through junixsocket, which both pollers need for file descriptors; a subclass may have a
 * faster way for plain bytes.
 */
public abstract class Port {

    private static final FileDescriptor[] NONE = {};

    /** The size of a control message that holds {@code n} descriptors is below this plus four times {@code n}. */
    private static final int CONTROL_HEADER = 64;

    private final AFUNIXSocketChannel channel;
    private boolean passesDescriptors;

    /** Takes over the channel. */
    protected Port(AFUNIXSocketChannel channel) {
        this.channel = channel;
    }

    /** Returns the connection's channel. */
    protected final AFUNIXSocketChannel channel() {
        return channel;
    }

    /**
     * Reads what has arrived.
     *
     * @return the number of bytes, 0 if there is nothing now, -1 at the end of input
     */
    public final int read(Chunk into, int offset, int length) throws IOException {
        int count = passesDescriptors ? readChannel(into, offset, length) : readBytes(into, offset, length);
        if (count >= 0 && count < length) {
            awaitReadable();
        }
        return count;
    }

    /**
     * Writes as much as there is room for.
     *
     * @return the number of bytes
     */
    public final int write(Chunk from, int offset, int length) throws IOException {
        int count = writeBytes(from, offset, length);
        if (count < length) {
            awaitWritable();
        }
        return count;
    }

    /** Writes bytes, and the descriptors with the first of them; if nothing was written, neither were the descriptors. */
    public final int write(Chunk from, int offset, int length, FileDescriptor[] descriptors) throws IOException {
        nonBlocking();
        channel.setOutboundFileDescriptors(descriptors);
        int count = writeChannel(from, offset, length);
        channel.setOutboundFileDescriptors(NONE);
        if (count < length) {
            awaitWritable();
        }
        return count;
    }

    /** Lets descriptors come in along with bytes, at most {@code max} with one message; 0 for none. */
    public final void acceptDescriptors(int max) throws IOException {
        nonBlocking();
        channel.setAncillaryReceiveBufferSize(max == 0 ? 0 : CONTROL_HEADER + Integer.BYTES * max);
        passesDescriptors = max > 0;
    }

    /** Returns the descriptors that came with what was read since the last call. */
    public final List<FileDescriptor> takeDescriptors() throws IOException {
        FileDescriptor[] received = passesDescriptors ? channel.getReceivedFileDescriptors() : null;
        return received == null ? List.of() : List.of(received);
    }

    /** Closes the connection. */
    public void close() throws IOException {
        channel.close();
    }

    /** Reads bytes, as {@link #read}. */
    protected abstract int readBytes(Chunk into, int offset, int length) throws IOException;

    /** Writes bytes, as {@link #write(Chunk, int, int)}. */
    protected abstract int writeBytes(Chunk from, int offset, int length) throws IOException;

    /** Readiness to read is to be told again; there was less than asked for. */
    protected void awaitReadable() {}

    /** Readiness to write is to be told again; there was less room than asked for. */
    protected void awaitWritable() {}

    /** Reads through junixsocket. */
    protected final int readChannel(Chunk into, int offset, int length) throws IOException {
        ByteBuffer bytes = into.bytes().limit(offset + length).position(offset);
        return channel.read(bytes);
    }

    /** Writes through junixsocket. */
    protected final int writeChannel(Chunk from, int offset, int length) throws IOException {
        ByteBuffer bytes = from.bytes().limit(offset + length).position(offset);
        return Math.max(0, channel.write(bytes));
    }

    private void nonBlocking() throws IOException {
        if (channel.isBlocking()) {
            channel.configureBlocking(false);
        }
    }
}
