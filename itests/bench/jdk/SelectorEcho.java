import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Echoes on a Unix domain socket with one selector of the JDK. Takes the socket path as its only argument and runs until it is
 * killed. An answer that the socket does not take at once is kept, and the connection is not read until it has left.
 */
public final class SelectorEcho {

    private static final int BACKLOG = 4096;

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private final Selector selector;
    private final ServerSocketChannel listener;

    private SelectorEcho(Path path) throws Exception {
        selector = Selector.open();
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(path), BACKLOG);
        listener.configureBlocking(false);
        listener.register(selector, SelectionKey.OP_ACCEPT);
    }

    public static void main(String[] arguments) throws Exception {
        SelectorEcho echo = new SelectorEcho(Path.of(arguments[0]));
        while (true) {
            echo.selector.select(echo::serve);
        }
    }

    private void serve(SelectionKey key) {
        try {
            if (key.isAcceptable()) {
                accept();
            } else if (key.attachment() instanceof ByteBuffer rest) {
                send(key, rest);
            } else {
                echo(key);
            }
        } catch (Exception e) {
            close(key);
        }
    }

    private void accept() throws Exception {
        for (SocketChannel client = listener.accept(); client != null; client = listener.accept()) {
            client.configureBlocking(false);
            client.register(selector, SelectionKey.OP_READ);
        }
    }

    private void echo(SelectionKey key) throws Exception {
        SocketChannel client = (SocketChannel) key.channel();
        if (client.read(buffer.clear()) < 0) {
            close(key);
            return;
        }
        client.write(buffer.flip());
        if (buffer.hasRemaining()) {
            key.attach(ByteBuffer.allocate(buffer.remaining()).put(buffer).flip());
            key.interestOps(SelectionKey.OP_WRITE);
        }
    }

    private static void send(SelectionKey key, ByteBuffer rest) throws Exception {
        ((SocketChannel) key.channel()).write(rest);
        if (!rest.hasRemaining()) {
            key.attach(null);
            key.interestOps(SelectionKey.OP_READ);
        }
    }

    private static void close(SelectionKey key) {
        try {
            key.channel().close();
        } catch (Exception e) {
            // It is closed for us in any case.
        }
    }
}
