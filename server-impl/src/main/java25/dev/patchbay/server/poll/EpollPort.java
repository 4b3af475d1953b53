package dev.patchbay.server.poll;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The port of an {@link EpollPoller}. The kernel removes it from the poller when its descriptor is closed. */
final class EpollPort extends Port {

    final int descriptor;
    final long slot;

    /** How many complete writes have to follow a short one before room is no longer of interest. */
    private static final int WRITES_WITH_ROOM = 16;

    private final ClientSocket socket;
    private final EpollPoller poller;
    private final ShortReads shortReads;
    private DescriptorReader descriptors;
    private boolean mayHaveMore;

    /** How many complete writes are missing until room is no longer of interest; 0 if it is not. Owned by the sender. */
    private int writesUntilIgnored;

    /** Whether epoll reports room in the socket. Guarded by this. */
    private boolean watchesRoom;

    private volatile boolean closed;

    /** What {@link ShortReads} knows of the last short read. Written by the strand and by the thread of the loop, atomically. */
    volatile int shortRead;

    /** How many reads still have to find nothing before short reads are trusted again. Written by the same threads. */
    volatile int readsInVain;

    /** The next socket in the list of {@link ShortReads}, which owns the field. */
    EpollPort nextListed;

    EpollPort(ClientSocket socket, int descriptor, long slot, EpollPoller poller, ShortReads shortReads) {
        this.socket = socket;
        this.descriptor = descriptor;
        this.slot = slot;
        this.poller = poller;
        this.shortReads = shortReads;
    }

    @Override
    public boolean mayBeInterrupted() {
        return false;
    }

    @Override
    protected int readBytes(Chunk into, int offset, int length) throws IOException {
        int count = Epoll.receive((MemorySegment) into.state(), descriptor, into.address() + offset, length);
        return read("recv", count, length);
    }

    @Override
    protected int readWithDescriptors(Chunk into, int offset, int length) throws IOException {
        int count = descriptors.read((MemorySegment) into.state(), into.address() + offset, length);
        int read = read("recvmsg", count, length);
        if (count > 0 && descriptors.endedAtBoundary()) {
            mayHaveMore = true;
        }
        return read;
    }

    private int read(String call, int count, int length) throws IOException {
        int bytes = count > 0 ? count : count == 0 ? -1 : none(call, count);
        mayHaveMore = shortReads.mayHaveMore(this, bytes, length);
        return bytes;
    }

    @Override
    public boolean readsShort() {
        return mayHaveMore;
    }

    @Override
    protected int writeBytes(Chunk from, int offset, int length) throws IOException {
        int count = Epoll.send((MemorySegment) from.state(), descriptor, from.address() + offset, length);
        if (writesUntilIgnored > 0 && count == length && --writesUntilIgnored == 0) {
            watchRoom(false);
        }
        return count >= 0 ? count : none("send", count);
    }

    @Override
    protected void awaitWritable() throws IOException {
        if (writesUntilIgnored == 0) {
            watchRoom(true);
        }
        writesUntilIgnored = WRITES_WITH_ROOM;
    }

    @Override
    protected int writeWithDescriptors(Chunk from, int offset, int length, FileDescriptor[] passed) throws IOException {
        int count = DescriptorWriter.write(descriptor, from.address() + offset, length, passed);
        return count >= 0 ? count : none("sendmsg", count);
    }

    private synchronized void watchRoom(boolean watch) throws IOException {
        watchesRoom = watch;
        poller.watch(this, watch);
    }

    @Override
    protected void expectDescriptors(int max) {
        if (descriptors == null) {
            descriptors = new DescriptorReader(descriptor);
        }
        descriptors.accept(max);
    }

    @Override
    public List<FileDescriptor> takeDescriptors() {
        return descriptors == null ? List.of() : descriptors.take();
    }

    private int none(String call, int result) throws IOException {
        return result == -Epoll.EAGAIN ? 0 : Epoll.check(call, result);
    }

    @Override
    public void endOutput() throws IOException {
        try (Arena call = Arena.ofConfined()) {
            MemorySegment state = call.allocate(Epoll.STATE_SIZE, Long.BYTES);
            Epoll.check("shutdown", Epoll.shutdownOutput(state, descriptor));
        }
    }

    @Override
    public void close() throws IOException {
        try {
            markClosed();
            poller.forget(this);
        } finally {
            socket.close();
        }
    }

    /** Records that the socket is about to be closed, so that its descriptor must not be used any more. */
    private synchronized void markClosed() {
        closed = true;
    }

    boolean isClosed() {
        return closed;
    }

    /** Has epoll report input that it has reported before. Called by the thread of the loop. */
    synchronized void reportInputAgain() {
        if (!closed && poller.hasInput(this)) {
            shortReads.hadMore(this);
            try {
                poller.watch(this, watchesRoom);
            } catch (IOException e) {
                // The kernel no longer knows the socket; the thread that runs the strand closes it.
                return;
            }
        }
    }
}
