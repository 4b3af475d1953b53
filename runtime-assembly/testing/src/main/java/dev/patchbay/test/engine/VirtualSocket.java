package dev.patchbay.test.engine;

import dev.patchbay.server.poll.Chunk;
import dev.patchbay.server.poll.DescriptorCopies;
import dev.patchbay.server.poll.Port;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A socket in memory: both ends of a connection. The methods for the client may be called from any thread. As in a kernel,
 * descriptors are duplicated when they are sent, and a read ends where descriptors were attached.
 */
public final class VirtualSocket extends Port {

    /** What the client has sent with one call, from {@code at} on. */
    private static final class Piece {
        final byte[] bytes;
        final FileDescriptor[] descriptors;
        int at;

        Piece(byte[] bytes, FileDescriptor[] descriptors) {
            this.bytes = bytes;
            this.descriptors = descriptors;
        }
    }

    // All guarded by this.

    private final Deque<Piece> arriving = new ArrayDeque<>();
    private final List<FileDescriptor> arrived = new ArrayList<>();
    private final ByteArrayOutputStream received = new ByteArrayOutputStream();
    private final List<FileDescriptor> passed = new ArrayList<>();
    private long room = Long.MAX_VALUE;
    private int mostDescriptors;
    private boolean inputEnded;
    private boolean clientClosed;
    private boolean outputEnded;
    private boolean closed;

    VirtualSocket() {}

    // ---- for the client

    synchronized void send(byte[] bytes, FileDescriptor... descriptors) throws IOException {
        arriving.add(new Piece(bytes.clone(), DescriptorCopies.of(descriptors)));
    }

    synchronized void endInput() {
        inputEnded = true;
    }

    synchronized void closeClient() {
        inputEnded = true;
        clientClosed = true;
        DescriptorCopies.close(passed.toArray(new FileDescriptor[0]));
        passed.clear();
    }

    /** Has the client read so many bytes and no more, from now on. */
    synchronized void room(long bytes) {
        room = bytes;
    }

    /** Returns for how many bytes the client still has room. */
    public synchronized long room() {
        return room;
    }

    /** Returns all that the client has read. */
    public synchronized byte[] received() {
        return received.toByteArray();
    }

    /** Returns the descriptors that the client has received since the last call. They belong to the caller. */
    public synchronized List<FileDescriptor> takePassed() {
        List<FileDescriptor> taken = List.copyOf(passed);
        passed.clear();
        return taken;
    }

    /** Returns whether the client would read the end of its input after {@link #received}. */
    public synchronized boolean isOutputEnded() {
        return outputEnded || closed;
    }

    /** Returns whether the server has closed the connection. */
    public synchronized boolean isClosed() {
        return closed;
    }

    // ---- for the engine

    @Override
    public boolean mayBeInterrupted() {
        return false;
    }

    @Override
    protected synchronized int readBytes(Chunk into, int offset, int length) throws IOException {
        return read(into, offset, length, 0);
    }

    @Override
    protected synchronized int readWithDescriptors(Chunk into, int offset, int length) throws IOException {
        return read(into, offset, length, mostDescriptors);
    }

    private int read(Chunk into, int offset, int length, int most) throws IOException {
        requireOpen();
        int count = 0;
        Piece piece = arriving.peek();
        boolean stops = false;
        while (piece != null && count < length && !stops) {
            int part = Math.min(length - count, piece.bytes.length - piece.at);
            into.bytes().put(offset + count, piece.bytes, piece.at, part);
            arrive(piece, most);
            piece.at += part;
            count += part;
            if (piece.at == piece.bytes.length) {
                arriving.remove();
                stops = piece.descriptors.length > 0;
                piece = arriving.peek();
                stops |= piece != null && piece.descriptors.length > 0 && most > 0;
            }
        }
        return count == 0 && inputEnded ? -1 : count;
    }

    private void arrive(Piece piece, int most) {
        if (piece.at == 0 && most > 0) {
            arrived.addAll(List.of(piece.descriptors));
        } else if (piece.at == 0) {
            DescriptorCopies.close(piece.descriptors);
        }
    }

    @Override
    protected synchronized int writeBytes(Chunk from, int offset, int length) throws IOException {
        requireOpen();
        if (clientClosed) {
            throw new ClosedChannelException();
        }
        int count = (int) Math.min(length, room);
        byte[] bytes = new byte[count];
        from.bytes().get(offset, bytes);
        received.writeBytes(bytes);
        if (room != Long.MAX_VALUE) {
            room -= count;
        }
        return count;
    }

    @Override
    protected synchronized int writeWithDescriptors(Chunk from, int offset, int length, FileDescriptor[] descriptors)
            throws IOException {
        int count = writeBytes(from, offset, length);
        if (count > 0) {
            passed.addAll(List.of(DescriptorCopies.of(descriptors)));
        }
        return count;
    }

    @Override
    protected synchronized void expectDescriptors(int max) {
        mostDescriptors = max;
    }

    @Override
    public synchronized List<FileDescriptor> takeDescriptors() throws IOException {
        List<FileDescriptor> taken = List.copyOf(arrived);
        arrived.clear();
        if (taken.size() > mostDescriptors) {
            DescriptorCopies.close(taken.toArray(new FileDescriptor[0]));
            throw new IOException("the client has sent " + taken.size()
                    + " descriptors at once, and the handler accepts " + mostDescriptors);
        }
        return taken;
    }

    @Override
    public synchronized void endOutput() throws IOException {
        requireOpen();
        outputEnded = true;
    }

    @Override
    public synchronized void close() {
        closed = true;
        for (Piece piece : arriving) {
            DescriptorCopies.close(piece.at == 0 ? piece.descriptors : new FileDescriptor[0]);
        }
        arriving.clear();
        DescriptorCopies.close(arrived.toArray(new FileDescriptor[0]));
        arrived.clear();
    }

    /** Closes what the client was sent and nobody has taken. */
    synchronized void dispose() {
        DescriptorCopies.close(takePassed().toArray(new FileDescriptor[0]));
    }

    private void requireOpen() throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
    }
}
