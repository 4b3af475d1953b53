package dev.patchbay.server.poll;

import java.io.FileDescriptor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.List;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/** The port of an {@link EpollPoller}. The kernel removes it from the poller when its descriptor is closed. */
final class EpollPort extends Port {

    private final ShortReads.Socket socket;
    private final Slots slots;
    private DescriptorReader descriptors;
    private boolean mayHaveMore;

    EpollPort(AFUNIXSocketChannel channel, ShortReads.Socket socket, Slots slots) {
        super(channel);
        this.socket = socket;
        this.slots = slots;
    }

    @Override
    public boolean mayBeInterrupted() {
        return false;
    }

    @Override
    protected int readBytes(Chunk into, int offset, int length) throws IOException {
        int count = Epoll.receive((MemorySegment) into.state(), socket.descriptor, into.address() + offset, length);
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
        mayHaveMore = socket.mayHaveMore(bytes, length);
        return bytes;
    }

    @Override
    public boolean readsShort() {
        return mayHaveMore;
    }

    @Override
    protected int writeBytes(Chunk from, int offset, int length) throws IOException {
        int count = Epoll.send((MemorySegment) from.state(), socket.descriptor, from.address() + offset, length);
        return count >= 0 ? count : none("send", count);
    }

    @Override
    protected void expectDescriptors(int max) {
        if (descriptors == null) {
            descriptors = new DescriptorReader(socket.descriptor);
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
    public void close() throws IOException {
        try {
            socket.close();
            slots.free(socket.slot);
        } finally {
            super.close();
        }
    }
}
