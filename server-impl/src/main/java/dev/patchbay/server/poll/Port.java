package dev.patchbay.server.poll;

import java.io.FileDescriptor;
import java.io.FileInputStream;
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

    /** What a client is told in the log whose connection ends because of its descriptors. */
    static final String TOO_MANY = "the client has sent more file descriptors than the handler or the process can take";

    private final AFUNIXSocketChannel channel;
    private boolean passesDescriptors;
    private int mostDescriptors;

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
        int count = passesDescriptors ? readWithDescriptors(into, offset, length) : readBytes(into, offset, length);
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
        expectDescriptors(max);
        passesDescriptors = max > 0;
    }

    /** Tells whether a read may bring less than there is: the kernel gives bytes up to the next descriptors only. */
    public final boolean readsShort() {
        return passesDescriptors;
    }

    /** Returns the descriptors that came with what was read since the last call. */
    public List<FileDescriptor> takeDescriptors() throws IOException {
        FileDescriptor[] received = passesDescriptors ? channel.getReceivedFileDescriptors() : null;
        if (received == null) {
            return List.of();
        }
        if (received.length > mostDescriptors) {
            for (FileDescriptor descriptor : received) {
                new FileInputStream(descriptor).close();
            }
            throw new IOException(TOO_MANY);
        }
        return List.of(received);
    }

    /** Closes the connection. */
    public void close() throws IOException {
        channel.close();
    }

    /** Reads bytes, as {@link #read}. */
    protected abstract int readBytes(Chunk into, int offset, int length) throws IOException;

    /** Writes bytes, as {@link #write(Chunk, int, int)}. */
    protected abstract int writeBytes(Chunk from, int offset, int length) throws IOException;

    /** Prepares for at most {@code max} descriptors with one message. */
    protected void expectDescriptors(int max) throws IOException {
        nonBlocking();
        mostDescriptors = max;
        channel.setAncillaryReceiveBufferSize(max == 0 ? 0 : CONTROL_HEADER + Integer.BYTES * max);
    }

    /** Reads bytes, as {@link #read}, and descriptors. */
    protected int readWithDescriptors(Chunk into, int offset, int length) throws IOException {
        return readChannel(into, offset, length);
    }

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
