import java.io.File;
import java.io.InputStream;
import java.io.OutputStream;
import org.newsclub.net.unix.AFUNIXServerSocket;
import org.newsclub.net.unix.AFUNIXSocket;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * Echoes on a Unix domain socket with junixsocket's blocking server socket and a platform thread for each connection. Takes the
 * socket path as its only argument and runs until it is killed.
 */
public final class BlockingEcho {

    private static final int BACKLOG = 4096;
    private static final int BUFFER = 4096;

    private BlockingEcho() {}

    public static void main(String[] arguments) throws Exception {
        AFUNIXServerSocket listener = AFUNIXServerSocket.newInstance();
        listener.bind(AFUNIXSocketAddress.of(new File(arguments[0])), BACKLOG);
        while (true) {
            AFUNIXSocket client = listener.accept();
            Thread thread = new Thread(() -> echo(client));
            thread.setDaemon(true);
            thread.start();
        }
    }

    private static void echo(AFUNIXSocket client) {
        byte[] buffer = new byte[BUFFER];
        try (client;
                InputStream in = client.getInputStream();
                OutputStream out = client.getOutputStream()) {
            for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                out.write(buffer, 0, length);
            }
        } catch (Exception e) {
            // The client has gone.
        }
    }
}
