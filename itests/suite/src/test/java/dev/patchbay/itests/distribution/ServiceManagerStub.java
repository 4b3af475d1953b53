package dev.patchbay.itests.distribution;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * Does what systemd does for a service: creates its socket, passes it on as descriptor 3, and receives its
 * notifications.
 */
final class ServiceManagerStub implements AutoCloseable {

    /** Moves the socket from standard input, where Java can put it, to where it belongs, and becomes the service. */
    private static final String HAND_OVER =
            "exec 3<&0 </dev/null; export LISTEN_PID=$$ LISTEN_FDS=1 LISTEN_FDNAMES=\"$1\"; shift; exec \"$@\"";

    private final AFUNIXServerSocketChannel socket = AFUNIXServerSocketChannel.open();
    private final AFUNIXDatagramChannel notifications = AFUNIXDatagramChannel.open();
    private final Path address;

    /** Listens at a path for the service, and for its notifications at another. */
    ServiceManagerStub(Path socketPath, Path notifyPath) throws IOException {
        socket.bind(AFUNIXSocketAddress.of(socketPath), 64);
        notifications.bind(AFUNIXSocketAddress.of(notifyPath));
        address = notifyPath;
    }

    /** Makes the process the service: it gets the socket, under this name, and the address for notifications. */
    void adopt(ProcessBuilder service, String name) {
        List<String> command = new ArrayList<>(List.of("sh", "-c", HAND_OVER, "sh", name));
        command.addAll(service.command());
        service.command(command);
        listenTo(service);
        try {
            service.redirectInput(
                    FileDescriptorCast.using(socket.getFileDescriptor()).as(ProcessBuilder.Redirect.class));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Gives the process the address for notifications, and nothing else. */
    void listenTo(ProcessBuilder service) {
        service.environment().put("NOTIFY_SOCKET", address.toString());
    }

    /** Waits for the next notification that is more than a status. */
    String heard() throws IOException {
        String message = next();
        while (message.startsWith("STATUS=")) {
            message = next();
        }
        return message;
    }

    /** Waits for a status, and returns it. */
    String heardStatus() throws IOException {
        String message = next();
        while (!message.startsWith("STATUS=")) {
            message = next();
        }
        return message.substring("STATUS=".length());
    }

    private String next() throws IOException {
        ByteBuffer message = ByteBuffer.allocate(4096);
        notifications.receive(message);
        return StandardCharsets.UTF_8.decode(message.flip()).toString();
    }

    @Override
    public void close() throws IOException {
        try (socket) {
            notifications.close();
        }
    }
}
