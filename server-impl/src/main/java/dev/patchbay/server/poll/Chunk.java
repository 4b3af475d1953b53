package dev.patchbay.server.poll;

import java.nio.ByteBuffer;

/**
 * A piece of memory outside the heap, of a fixed size, with the views that its users need: its bytes, a read-only view
 * for handlers, and its address for the operating system. Used by one thread at a time.
 */
public final class Chunk {

    private final ByteBuffer bytes;
    private final ByteBuffer readOnly;
    private final long address;
    private final Object state;

    /** Allocates {@code capacity} bytes, a multiple of 8. */
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

    /** Returns the memory for reading and writing; position and limit are whatever the last user left. */
    public ByteBuffer bytes() {
        return bytes;
    }

    /** Returns a view of all bytes for writing, which is the caller's: for one who writes while another thread reads. */
    public ByteBuffer newBytes() {
        return bytes.duplicate().clear();
    }

    /** Returns a read-only view of all bytes, which is the caller's. */
    public ByteBuffer newView() {
        return readOnly.duplicate();
    }

    /** Returns a read-only view of {@code length} bytes from {@code offset}: always the same object, for the host alone. */
    public ByteBuffer view(int offset, int length) {
        return readOnly.clear().limit(offset + length).position(offset);
    }

    /** Returns where the memory is, or 0 where nothing needs to know. */
    public long address() {
        return address;
    }

    /** Returns memory for what the system calls on this chunk leave behind, in the form that the poller needs. */
    Object state() {
        return state;
    }

    /** Copies as much of {@code source} as fits behind {@code offset}, and returns how much that was. */
    public int fill(int offset, ByteBuffer source) {
        int length = Math.min(source.remaining(), bytes.capacity() - offset);
        bytes.clear().put(offset, source, source.position(), length);
        source.position(source.position() + length);
        return length;
    }

    /** Moves {@code length} bytes from {@code from} to the beginning of {@code to}, which may be this chunk. */
    public void copy(int from, int length, Chunk to) {
        to.bytes.clear();
        to.bytes.put(0, bytes.clear(), from, length);
    }
}
