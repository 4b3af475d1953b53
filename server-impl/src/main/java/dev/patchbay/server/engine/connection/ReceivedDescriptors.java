package dev.patchbay.server.engine.connection;

import dev.patchbay.server.poll.DescriptorCopies;
import dev.patchbay.server.poll.Port;
import java.io.FileDescriptor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The file descriptors that a client has sent and that nobody has taken. For all threads. */
final class ReceivedDescriptors {

    /** So many may wait; each costs a byte of a client, but one of the process's own. */
    private static final int MOST = 256;

    private volatile boolean accepted;
    private List<FileDescriptor> waiting = List.of();

    /** Who may take them. Guarded by this. */
    private HandlerContext owner;

    /** Lets descriptors come in from now on; called in the turn. */
    void accept(Port port, int max) throws IOException {
        port.acceptDescriptors(max);
        accepted = max > 0;
    }

    /** Another handler takes charge, or none. */
    synchronized void belongTo(HandlerContext context) {
        owner = context;
    }

    /** Collects what the last read has brought, and returns whether that is still bearable; called in the turn. */
    boolean collect(Port port) throws IOException {
        return !accepted || add(port.takeDescriptors());
    }

    /** The bytes that all of them came with were consumed: what was not taken by now never will be. */
    void consumed() {
        if (accepted) {
            close();
        }
    }

    /** Gives away what waits, to a handler that is in charge. */
    synchronized List<FileDescriptor> take(HandlerContext taker) {
        return taker == owner ? takeAll() : List.of();
    }

    private synchronized List<FileDescriptor> takeAll() {
        List<FileDescriptor> taken = waiting;
        waiting = List.of();
        return taken;
    }

    /** Closes what nobody has taken. */
    void close() {
        DescriptorCopies.close(takeAll().toArray(new FileDescriptor[0]));
    }

    private synchronized boolean add(List<FileDescriptor> received) {
        if (!received.isEmpty()) {
            List<FileDescriptor> all = new ArrayList<>(waiting);
            all.addAll(received);
            waiting = List.copyOf(all);
        }
        return waiting.size() <= MOST;
    }
}
