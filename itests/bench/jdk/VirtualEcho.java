import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Echoes on a Unix domain socket with a virtual thread of the JDK for each connection, which blocks in the JDK's channel. Takes
 * the socket path as its only argument and runs until it is killed.
 */
public final class VirtualEcho {

    private static final int BACKLOG = 4096;
    private static final int BUFFER = 4096;

    private VirtualEcho() {}

    public static void main(String[] arguments) throws Exception {
        ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(arguments[0]), BACKLOG);
        while (true) {
            SocketChannel client = listener.accept();
            Thread.startVirtualThread(() -> echo(client));
        }
    }

    private static void echo(SocketChannel client) {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        try (client) {
            while (client.read(buffer.clear()) >= 0) {
                buffer.flip();
                while (buffer.hasRemaining()) {
                    client.write(buffer);
                }
            }
        } catch (Exception e) {
            // The client has gone.
        }
    }
}
