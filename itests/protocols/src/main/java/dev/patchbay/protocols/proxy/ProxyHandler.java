package dev.patchbay.protocols.proxy;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Relays each client to another Unix socket. */
public final class ProxyHandler implements Handler {

    private static final String BACKEND = "dev.patchbay.protocols.proxy.backend";
    private static final int BUFFER_BYTES = 32 * 1024;

    private final UnixDomainSocketAddress backend;
    private final Readiness readiness;

    /** Creates a handler that connects to a socket for each client. */
    public ProxyHandler(Path backend, Readiness readiness) {
        this.backend = UnixDomainSocketAddress.of(backend);
        this.readiness = readiness;
    }

    @Override
    public void opened(ConnContext conn) throws IOException {
        if (!conn.attributes().containsKey(BACKEND)) {
            SocketChannel channel = SocketChannel.open(backend);
            channel.configureBlocking(false);
            conn.attributes().put(BACKEND, channel);
            readiness.watch(channel, conn.ref());
            conn.closed().thenRun(() -> readiness.close(channel));
        }
    }

    /** Passes on what the client sends. If the other side does not read, the client waits. */
    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        try {
            backend(conn).write(in);
        } catch (IOException gone) {
            in.position(in.limit()); // What the other side has sent before is still passed on.
        }
        if (in.hasRemaining()) {
            conn.pauseInput();
            readiness.await(backend(conn), SelectionKey.OP_WRITE);
        }
    }

    @Override
    public void inputEnded(ConnContext conn) throws IOException {
        backend(conn).shutdownOutput();
    }

    /** Goes on in both directions; {@link Readiness} sends the message, and the host delivers it when the client has read. */
    @Override
    public void message(ConnContext conn, Object ready) throws IOException {
        conn.resumeInput();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        int count = 1;
        while (count > 0 && conn.isWritable()) {
            count = backend(conn).read(buffer.clear());
            conn.write(buffer.flip());
        }
        if (count < 0) {
            conn.endOutput();
        } else {
            readiness.await(backend(conn), SelectionKey.OP_READ);
        }
    }

    private static SocketChannel backend(ConnContext conn) {
        return (SocketChannel) conn.attributes().get(BACKEND);
    }
}
