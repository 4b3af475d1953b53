package dev.patchbay.server.poll;

import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import org.newsclub.net.unix.BrokenPipeSocketException;
import org.newsclub.net.unix.ConnectionResetSocketException;

/**
 * Reads and writes the bytes of one connection, without ever waiting. One thread at a time may read, and one may write; both may
 * do so at the same time.
 */
public abstract class Port {

    private boolean passesDescriptors;

    /** Creates a port that accepts no descriptors. */
    protected Port() {}

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

    /** Returns whether descriptors are accepted. */
    protected final boolean passesDescriptors() {
        return passesDescriptors;
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
    public abstract List<FileDescriptor> takeDescriptors() throws IOException;

    /** Returns whether an interrupt of a thread that reads or writes closes the connection. */
    public abstract boolean mayBeInterrupted();

    /** Returns whether a read or a write failed because the client has closed its socket. */
    public static boolean isClientGone(IOException failure) {
        Throwable cause = failure instanceof AsynchronousCloseException ? failure.getCause() : failure;
        return cause instanceof ClientGoneException
                || cause instanceof ClosedChannelException
                || cause instanceof BrokenPipeSocketException
                || cause instanceof ConnectionResetSocketException;
    }

    /** Ends the output: the other side reads the end of input after the bytes written so far. Input goes on. */
    public abstract void endOutput() throws IOException;

    /** Closes the connection. */
    public abstract void close() throws IOException;

    /** Reads bytes, as specified by {@link #read}. */
    protected abstract int readBytes(Chunk into, int offset, int length) throws IOException;

    /** Writes bytes, as specified by {@link #write(Chunk, int, int)}. */
    protected abstract int writeBytes(Chunk from, int offset, int length) throws IOException;

    /** Prepares to receive at most {@code max} descriptors with one message. */
    protected abstract void expectDescriptors(int max) throws IOException;

    /** Reads bytes, as specified by {@link #read}, and descriptors. */
    protected abstract int readWithDescriptors(Chunk into, int offset, int length) throws IOException;

    /** Writes bytes, and descriptors with the first of them. */
    protected abstract int writeWithDescriptors(Chunk from, int offset, int length, FileDescriptor[] descriptors)
            throws IOException;

    /** Requests another report when the port is readable; called after a read that returned fewer bytes than it asked for. */
    protected void awaitReadable() {}

    /** Requests another report when the port is writable; called after a write for which there was too little room. */
    protected void awaitWritable() throws IOException {}
}
