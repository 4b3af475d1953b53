package dev.patchbay.web;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.web.http.Link;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;

/** A connection of the port for metrics. Nobody takes it over, and nobody knows whose it is. */
final class SocketLink implements Link {

    private static final int IDLE_MILLIS = 60_000;

    private final Socket socket;
    private final InputStream input;
    private final OutputStream output;

    SocketLink(Socket socket) throws IOException {
        this.socket = socket;
        this.input = new BufferedInputStream(socket.getInputStream());
        this.output = new BufferedOutputStream(socket.getOutputStream()) {
            @Override
            public void close() throws IOException {
                flush();
                socket.shutdownOutput();
            }
        };
    }

    @Override
    public InputStream input() {
        return input;
    }

    @Override
    public boolean hasInput() throws IOException {
        return input.available() > 0;
    }

    @Override
    public OutputStream output() {
        return output;
    }

    @Override
    public void boundary() {
        // Any read may be the last one.
    }

    @Override
    public void readTimeout(Duration timeout) throws IOException {
        socket.setSoTimeout(timeout.isZero() ? IDLE_MILLIS : Math.toIntExact(timeout.toMillis()));
    }

    @Override
    public boolean isEndWanted() {
        return socket.isClosed();
    }

    @Override
    public boolean isDraining() {
        return false;
    }

    @Override
    public void whenEnded(Runnable action) {
        // The thread of the connection learns of it, and nothing that it waits for takes long.
    }

    @Override
    public String server() {
        return "";
    }

    @Override
    public PeerCredentials peer() {
        return new PeerCredentials(PeerCredentials.UNKNOWN, PeerCredentials.UNKNOWN, List.of());
    }
}
