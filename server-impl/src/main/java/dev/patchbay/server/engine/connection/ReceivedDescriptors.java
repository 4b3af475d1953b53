package dev.patchbay.server.engine.connection;

import dev.patchbay.server.poll.DescriptorCopies;
import dev.patchbay.server.poll.Port;
import java.io.FileDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The file descriptors that a client has sent and that no handler has taken. For any thread. */
final class ReceivedDescriptors {

    /** The most that may wait. Each costs its client one byte, but costs the host one of the process's descriptors. */
    private static final int MAX_WAITING = 256;

    /** Whether the handler accepts descriptors. Written by the strand. */
    private volatile boolean accepted;

    /** Guarded by this. */
    private List<FileDescriptor> waiting = List.of();

    /** The context that may take them, or null. Guarded by this. */
    private HandlerContext owner;

    /** Accepts up to {@code max} descriptors in one message from now on. On the strand. */
    void accept(Port port, int max) throws IOException {
        port.acceptDescriptors(max);
        accepted = max > 0;
    }

    /** Sets the context that may take descriptors; null for none. */
    synchronized void setOwner(HandlerContext context) {
        owner = context;
    }

    /** Collects what the last read has brought; returns false if too many wait. On the strand. */
    boolean collect(Port port) throws IOException {
        return !accepted || add(port.takeDescriptors());
    }

    /** Closes what waits, because the bytes that it came with were consumed and the handler has not taken it. */
    void consumed() {
        if (accepted) {
            close();
        }
    }

    /** Returns what waits, which then belongs to the caller; nothing if {@code taker} is not in charge. */
    synchronized List<FileDescriptor> take(HandlerContext taker) {
        return taker == owner ? takeAll() : List.of();
    }

    private synchronized List<FileDescriptor> takeAll() {
        List<FileDescriptor> taken = waiting;
        waiting = List.of();
        return taken;
    }

    /** Closes what waits. */
    void close() {
        DescriptorCopies.close(takeAll().toArray(new FileDescriptor[0]));
    }

    private synchronized boolean add(List<FileDescriptor> received) {
        if (!received.isEmpty()) {
            List<FileDescriptor> all = new ArrayList<>(waiting);
            all.addAll(received);
            waiting = List.copyOf(all);
        }
        return waiting.size() <= MAX_WAITING;
    }
}
