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
 * Reads and writes the bytes of one connection, without ever waiting. One thread at a time may read, and one may write; both may
 * do so at the same time.
 *
 * <p>This class uses junixsocket, which both pollers need for file descriptors. A subclass may have a faster way for plain bytes.
 */
public abstract class Port {

    private static final FileDescriptor[] NONE = {};

    /** A control message with {@code n} descriptors is smaller than this plus four times {@code n}. */
    private static final int CONTROL_HEADER = 64;

    /** The greatest number of descriptors in one message that junixsocket can receive, whatever size its buffer has. */
    private static final int MOST_OF_JUNIXSOCKET = 60;

    private static final String NO_ROOM = "No buffer space available";

    private final AFUNIXSocketChannel channel;
    private boolean passesDescriptors;
    private int mostDescriptors;

    /** Creates a port without a channel, all of whose methods a subclass overrides. */
    protected Port() {
        this(null);
    }

    /** Takes over a channel; {@link #close} closes it. */
    protected Port(AFUNIXSocketChannel channel) {
        this.channel = channel;
    }

    /** Returns the channel of the connection. */
    protected final AFUNIXSocketChannel channel() {
        return channel;
    }

    /**
     * Reads bytes that have arrived.
     *
     * @return the number of bytes; 0 if there are none at present, -1 at the end of input
     */
    public final int read(Chunk into, int offset, int length) throws IOException {
        int count = passesDescriptors ? readWithDescriptors(into, offset, length) : readBytes(into, offset, length);
        if (count >= 0 && count < length) {
            awaitReadable();
        }
        return count;
    }

    /**
     * Writes as many bytes as there is room for.
     *
     * @return the number of bytes written
     */
    public final int write(Chunk from, int offset, int length) throws IOException {
        int count = writeBytes(from, offset, length);
        if (count < length) {
            awaitWritable();
        }
        return count;
    }

    /** Writes bytes, with descriptors that travel with the first byte. If no byte was written, no descriptor was sent. */
    public final int write(Chunk from, int offset, int length, FileDescriptor[] descriptors) throws IOException {
        int count = writeWithDescriptors(from, offset, length, descriptors);
        if (count < length) {
            awaitWritable();
        }
        return count;
    }

    /** Accepts descriptors that come with bytes, at most {@code max} with one message; 0 for none. */
    public final void acceptDescriptors(int max) throws IOException {
        expectDescriptors(max);
        passesDescriptors = max > 0;
    }

    /**
     * Returns whether more bytes may be available although the last read returned fewer than it asked for: the kernel ends a read
     * at a message that carries something, such as descriptors.
     */
    public boolean readsShort() {
        return passesDescriptors;
    }

    /**
     * Returns the descriptors that came with the bytes read since the last call. They belong to the caller and stay open when the
     * connection ends.
     *
     * @throws TooManyDescriptorsException if there were too many; all are closed
     */
    public List<FileDescriptor> takeDescriptors() throws IOException {
        FileDescriptor[] received = passesDescriptors ? channel.getReceivedFileDescriptors() : null;
        return received == null || received.length == 0 ? List.of() : List.of(independent(received));
    }

    /** Returns duplicates, since junixsocket closes descriptors along with the socket through which they came. */
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

    /** Returns whether an interrupt of a thread that reads or writes closes the connection. */
    public boolean mayBeInterrupted() {
        return true;
    }

    /** Returns whether a read or a write failed because the client has closed its socket. */
    public static boolean isClientGone(IOException failure) {
        Throwable cause = failure instanceof AsynchronousCloseException ? failure.getCause() : failure;
        return cause instanceof ClientGoneException
                || cause instanceof ClosedChannelException
                || cause instanceof BrokenPipeSocketException
                || cause instanceof ConnectionResetSocketException;
    }

    /** Ends the output: the other side reads the end of input after the bytes written so far. Input goes on. */
    public void endOutput() throws IOException {
        nonBlocking();
        channel.shutdownOutput();
    }

    /** Closes the connection. */
    public void close() throws IOException {
        channel.close();
    }

    /** Reads bytes, as specified by {@link #read}. */
    protected abstract int readBytes(Chunk into, int offset, int length) throws IOException;

    /** Writes bytes, as specified by {@link #write(Chunk, int, int)}. */
    protected abstract int writeBytes(Chunk from, int offset, int length) throws IOException;

    /** Prepares to receive at most {@code max} descriptors with one message. */
    protected void expectDescriptors(int max) throws IOException {
        nonBlocking();
        mostDescriptors = max;
        channel.setAncillaryReceiveBufferSize(max == 0 ? 0 : CONTROL_HEADER + Integer.BYTES * max);
    }

    /** Reads bytes, as specified by {@link #read}, and descriptors. */
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

    /** Writes bytes, and descriptors with the first of them. */
    protected int writeWithDescriptors(Chunk from, int offset, int length, FileDescriptor[] descriptors)
            throws IOException {
        nonBlocking();
        channel.setOutboundFileDescriptors(descriptors);
        try {
            return writeChannel(from, offset, length);
        } finally {
            channel.setOutboundFileDescriptors(NONE);
        }
    }

    /** Requests another report when the port is readable; called after a read that returned fewer bytes than it asked for. */
    protected void awaitReadable() {}

    /** Requests another report when the port is writable; called after a write for which there was too little room. */
    protected void awaitWritable() throws IOException {}

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

    /** Sets the interrupt flag again. It was cleared because a channel closes when an interrupted thread uses it. */
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
