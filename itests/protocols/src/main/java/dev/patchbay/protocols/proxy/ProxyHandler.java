package dev.patchbay.protocols.proxy;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/** Relays each client to another Unix socket. */
public final class ProxyHandler implements Handler {

    private static final String BACKEND = "dev.patchbay.protocols.proxy.backend";

    private final UnixDomainSocketAddress address;
    private final Backends backends;

    /** Creates a handler that connects to a socket for each client. */
    public ProxyHandler(Path backend, Backends backends) {
        this.address = UnixDomainSocketAddress.of(backend);
        this.backends = backends;
    }

    @Override
    public void opened(ConnContext conn) throws IOException {
        // An interrupt would close the channel, and the last bytes of a client that has gone would be lost.
        conn.interruptWhenClientCloses(false);
        if (!conn.attributes().containsKey(BACKEND)) {
            SocketChannel channel = backends.connect(address, conn.ref());
            conn.attributes().put(BACKEND, channel);
            conn.closed().thenRun(() -> backends.close(channel));
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
            backends.awaitWritable(backend(conn));
        }
    }

    @Override
    public void inputEnded(ConnContext conn) throws IOException {
        backend(conn).shutdownOutput();
    }

    /** Serves what {@link Backends} sends; the host delivers it while the client reads. */
    @Override
    public void message(ConnContext conn, Object message) {
        if (message instanceof ByteBuffer bytes) {
            conn.write(bytes.duplicate());
            backends.delivered(backend(conn), bytes.remaining());
        } else if (message.equals(Backends.END)) {
            conn.endOutput();
        } else {
            conn.resumeInput();
        }
    }

    private static SocketChannel backend(ConnContext conn) {
        return (SocketChannel) conn.attributes().get(BACKEND);
    }
}
