package dev.patchbay.server.poll;

import java.nio.ByteBuffer;

/**
 * A block of memory outside the heap, of fixed size, with the views that its users need: the bytes, a read-only view for handlers,
 * and the address for the operating system. Used by one thread at a time, except for the views that {@link #newBytes} and {@link
 * #newView} return.
 */
public final class Chunk {

    private final ByteBuffer bytes;
    private final ByteBuffer readOnly;
    private final long address;
    private final Object state;

    /** Allocates a chunk of {@code capacity} bytes, which is a multiple of 8. */
    public Chunk(int capacity) {
        ByteBuffer all = ByteBuffer.allocateDirect(capacity + Platform.stateSize());
        bytes = all.slice(0, capacity);
        readOnly = bytes.asReadOnlyBuffer();
        address = Platform.address(bytes);
        state = Platform.state(all.slice(capacity, Platform.stateSize()));
    }

    /** Returns the size in bytes. */
    public int capacity() {
        return bytes.capacity();
    }

    /** Returns the bytes for reading and writing. Position and limit are as the last user left them. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Returns a new view of all bytes for writing, for a caller that writes while another thread reads. */
    public ByteBuffer newBytes() {
        return bytes.duplicate().clear();
    }

    /** Returns a new read-only view of all bytes. */
    public ByteBuffer newView() {
        return readOnly.duplicate();
    }

    /** Returns a read-only view of {@code length} bytes from {@code offset}. It is always the same object, so it must not be passed on. */
    public ByteBuffer view(int offset, int length) {
        return readOnly.clear().limit(offset + length).position(offset);
    }

    /** Returns the address of the memory; 0 if the poller does not need it. */
    public long address() {
        return address;
    }

    /** Returns the memory for the state of system calls on this chunk, in the form that the poller needs. */
    Object state() {
        return state;
    }

    /** Copies as many bytes of {@code source} as fit after {@code offset}, and returns their number. */
    public int fill(int offset, ByteBuffer source) {
        int length = Math.min(source.remaining(), bytes.capacity() - offset);
        bytes.clear().put(offset, source, source.position(), length);
        source.position(source.position() + length);
        return length;
    }

    /** Copies {@code length} bytes from {@code from} to the beginning of {@code to}, which may be this chunk. */
    public void copy(int from, int length, Chunk to) {
        to.bytes.clear();
        to.bytes.put(0, bytes.clear(), from, length);
    }
}
