package dev.patchbay.server.engine;

import dev.patchbay.server.poll.Port;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The file descriptors that a client has sent and that nobody has taken. For all threads. */
final class Descriptors {

    private volatile boolean accepted;
    private List<FileDescriptor> waiting = List.of();
    private boolean closed;

    /** Lets descriptors come in from now on; called in the turn. */
    void accept(Port port, int max) throws IOException {
        port.acceptDescriptors(max);
        accepted = max > 0;
    }

    /** Collects what the last read has brought; called in the turn. */
    void collect(Port port) throws IOException {
        if (accepted) {
            add(port.takeDescriptors());
        }
    }

    /** Gives away what waits. */
    synchronized List<FileDescriptor> take() {
        List<FileDescriptor> taken = waiting;
        waiting = List.of();
        return taken;
    }

    /** Closes what nobody has taken. */
    synchronized void close() {
        closed = true;
        take().forEach(Descriptors::close);
    }

    private synchronized void add(List<FileDescriptor> received) {
        if (closed) {
            received.forEach(Descriptors::close);
        } else if (!received.isEmpty()) {
            List<FileDescriptor> all = new ArrayList<>(waiting);
            all.addAll(received);
            waiting = List.copyOf(all);
        }
    }

    private static void close(FileDescriptor descriptor) {
        try {
            new FileInputStream(descriptor).close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException("cannot close a descriptor that a client has sent", e);
        }
    }
}
