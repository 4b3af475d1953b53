package dev.patchbay.server.engine;

import dev.patchbay.server.poll.Chunk;
import dev.patchbay.server.poll.Port;
import java.io.FileDescriptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A port whose bytes count up from 0. It checks that one thread at a time reads, one writes, and that the one that closes it
 * is the last.
 */
final class FakePort extends Port {

    /** Who is told of what the port sees. */
    interface Witness {

        /** The port was used as it must not be. */
        void wrong(String sentence);

        /** A byte is about to leave for the client. */
        void left(byte value);
    }

    private final Witness witness;

    /** How many calls of handlers are running. */
    final AtomicInteger calls = new AtomicInteger();

    private final AtomicInteger readers = new AtomicInteger();
    private final AtomicInteger writers = new AtomicInteger();

    /** For how many bytes the client has room. */
    final AtomicInteger room = new AtomicInteger(Integer.MAX_VALUE);

    /** Bytes that the client has sent; written by one actor. */
    volatile int arrived;

    volatile boolean inputEnded;

    /** Bytes that were read, shown to a handler, and consumed by one. Owned by the turn. */
    int given;

    int presented;
    int consumed;

    /** Bytes that the client has got. Owned by whoever sends. */
    int sent;

    volatile int closed;

    FakePort(Witness witness) {
        this.witness = witness;
    }

    /** An interrupt means nothing to it, so whoever has written may send. */
    @Override
    public boolean mayBeInterrupted() {
        return false;
    }

    @Override
    protected int readBytes(Chunk into, int offset, int length) {
        use(readers, "read");
        boolean last = inputEnded;
        int count = Math.min(length, arrived - given);
        for (int i = 0; i < count; i++) {
            into.bytes().put(offset + i, (byte) (given + i));
        }
        given += count;
        readers.getAndDecrement();
        return count == 0 && last ? -1 : count;
    }

    @Override
    protected int writeBytes(Chunk from, int offset, int length) {
        use(writers, "write");
        int count = Math.min(length, room.get());
        room.addAndGet(-count);
        for (int i = 0; i < count; i++) {
            witness.left(from.bytes().get(offset + i));
            sent++;
        }
        writers.getAndDecrement();
        return count;
    }

    @Override
    protected void expectDescriptors(int max) {}

    @Override
    protected int readWithDescriptors(Chunk into, int offset, int length) {
        return readBytes(into, offset, length);
    }

    @Override
    protected int writeWithDescriptors(Chunk from, int offset, int length, FileDescriptor[] descriptors) {
        return writeBytes(from, offset, length);
    }

    @Override
    public List<FileDescriptor> takeDescriptors() {
        return List.of();
    }

    @Override
    public void endOutput() {}

    @Override
    public void close() {
        use(readers, "read and close");
        use(writers, "write and close");
        closed++;
        readers.getAndDecrement();
        writers.getAndDecrement();
    }

    /** A handler is shown bytes. */
    void present(ByteBuffer in) {
        expect(consumed + in.remaining() == given, "not all that was read is presented");
        for (int i = 0; i < in.remaining(); i++) {
            expect(in.get(in.position() + i) == (byte) (consumed + i), "input is not in order");
        }
        presented = consumed + in.remaining();
    }

    private void use(AtomicInteger users, String how) {
        expect(users.getAndIncrement() == 0, "two threads " + how);
        expect(closed == 0, "the port is used after it was closed");
    }

    private void expect(boolean holds, String otherwise) {
        if (!holds) {
            witness.wrong(otherwise);
        }
    }
}
