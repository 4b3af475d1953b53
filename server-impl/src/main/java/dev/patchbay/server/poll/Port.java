package dev.patchbay.server.poll;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.BrokenPipeSocketException;
import org.newsclub.net.unix.ConnectionResetSocketException;

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

    /** The most descriptors with one message that junixsocket has room for, whatever the size of its buffer is set to. */
    private static final int MOST_OF_JUNIXSOCKET = 60;

    private static final String NO_ROOM = "No buffer space available";

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
        int count = 0;
        try {
            count = writeChannel(from, offset, length);
        } finally {
            channel.setOutboundFileDescriptors(NONE);
        }
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

    /**
     * Returns whether there may be more though the last read came up short: the kernel gives bytes only up to a message that
     * carries something, such as descriptors.
     */
    public boolean readsShort() {
        return passesDescriptors;
    }

    /**
     * Returns the descriptors that came with what was read since the last call. They are the caller's, and stay open when
     * the connection ends.
     *
     * @throws TooManyDescriptorsException if there were too many; they are closed
     */
    public List<FileDescriptor> takeDescriptors() throws IOException {
        FileDescriptor[] received = passesDescriptors ? channel.getReceivedFileDescriptors() : null;
        return received == null || received.length == 0 ? List.of() : List.of(independent(received));
    }

    /** junixsocket closes what it has received along with the socket that it came through: hands out copies of its own. */
    private FileDescriptor[] independent(FileDescriptor[] received) throws IOException {
        FileDescriptor[] copies = new FileDescriptor[received.length];
        boolean complete = false;
        try {
            if (received.length > mostDescriptors) {
                throw TooManyDescriptorsException.forHandler(received.length, mostDescriptors);
            }
            for (int i = 0; i < received.length; i++) {
                copies[i] = DescriptorCopies.of(received[i])[0];
                DescriptorCopies.close(received[i]);
            }
            complete = true;
            return copies;
        } finally {
            if (!complete) {
                DescriptorCopies.close(copies);
                DescriptorCopies.close(received);
            }
        }
    }

    /** Returns whether an interrupt of the thread that reads or writes would close the connection. */
    public boolean mayBeInterrupted() {
        return true;
    }

    /** Returns whether a read or a write has failed because the client has closed its socket. */
    public static boolean isClientGone(IOException failure) {
        Throwable cause = failure instanceof AsynchronousCloseException ? failure.getCause() : failure;
        return cause instanceof ClientGoneException
                || cause instanceof ClosedChannelException
                || cause instanceof BrokenPipeSocketException
                || cause instanceof ConnectionResetSocketException;
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
        try {
            return readChannel(into, offset, length);
        } catch (IOException e) {
            if (NO_ROOM.equals(e.getMessage())) {
                throw TooManyDescriptorsException.forPoller(MOST_OF_JUNIXSOCKET, e);
            }
            throw e;
        }
    }

    /** Readiness to read is to be told again; there was less than asked for. */
    protected void awaitReadable() {}

    /** Readiness to write is to be told again; there was less room than asked for. */
    protected void awaitWritable() {}

    /** Reads through junixsocket. */
    protected final int readChannel(Chunk into, int offset, int length) throws IOException {
        ByteBuffer bytes = into.bytes().limit(offset + length).position(offset);
        boolean interrupted = Thread.interrupted();
        try {
            return channel.read(bytes);
        } finally {
            restore(interrupted);
        }
    }

    /** Writes through junixsocket. */
    protected final int writeChannel(Chunk from, int offset, int length) throws IOException {
        ByteBuffer bytes = from.bytes().limit(offset + length).position(offset);
        boolean interrupted = Thread.interrupted();
        try {
            return Math.max(0, channel.write(bytes));
        } finally {
            restore(interrupted);
        }
    }

    /** A channel that an interrupted thread uses is closed. These calls never wait, so an interrupt means something else. */
    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void nonBlocking() throws IOException {
        if (channel.isBlocking()) {
            channel.configureBlocking(false);
        }
    }
}
