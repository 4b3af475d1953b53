package dev.patchbay.test.engine;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.poll.Pollable;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The client's end of a connection of a {@link VirtualServer}. */
public final class VirtualClient {

    private final VirtualServer server;
    private final Connection connection;
    private final VirtualSocket socket;

    VirtualClient(VirtualServer server, Connection connection, VirtualSocket socket) {
        this.server = server;
        this.connection = connection;
        this.socket = socket;
    }

    /** Returns the number of the connection. */
    public long id() {
        return connection.id();
    }

    /** Returns the socket, to see what has arrived. */
    public VirtualSocket socket() {
        return socket;
    }

    /** Sends bytes, with descriptors. */
    public void send(byte[] bytes, FileDescriptor... descriptors) {
        try {
            socket.send(bytes, descriptors);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
        server.report(connection, Pollable.READABLE);
    }

    /** Ends the input of the server. */
    public void halfClose() {
        socket.endInput();
        server.report(connection, Pollable.READABLE | Pollable.INPUT_ENDED);
    }

    /** Closes the client's socket. */
    public void close() {
        socket.closeClient();
        int all = Pollable.READABLE | Pollable.WRITABLE | Pollable.INPUT_ENDED | Pollable.HANGUP;
        server.report(connection, all);
    }

    /** Reads so many bytes, as soon as there are any, and then no more. */
    public void room(long bytes) {
        socket.room(bytes);
        server.report(connection, Pollable.WRITABLE);
    }

    /** Closes the descriptors that have come and that nobody has taken. */
    public void dispose() {
        socket.dispose();
    }

    /** Returns why the connection has ended; null if it has not. */
    public ReleaseReason endedBy() {
        return connection.hasEnded() ? connection.endRequested() : null;
    }
}
