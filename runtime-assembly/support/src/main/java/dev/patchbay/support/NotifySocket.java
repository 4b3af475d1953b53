package dev.patchbay.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.newsclub.net.unix.AFUNIXDatagramChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends messages to the datagram socket of the service manager, as {@code sd_notify(3)} describes. A message that
 * cannot be sent is dropped, because no client depends on it. Only the first failure is logged. Safe for use by several
 * threads.
 */
final class NotifySocket {

    private static final Logger log = LoggerFactory.getLogger(NotifySocket.class);

    private final String address;
    private final AtomicBoolean failureLogged = new AtomicBoolean();

    /**
     * Creates a sender.
     *
     * @param address the value of {@code NOTIFY_SOCKET}: a path, or {@code @name}; null or empty if there is no service
     *     manager
     */
    NotifySocket(String address) {
        this.address = address == null ? "" : address;
    }

    /** Returns whether there is a service manager. */
    boolean isHeard() {
        return !address.isEmpty();
    }

    /**
     * Sends one message, without blocking. Does nothing if there is no service manager.
     *
     * @param lines the lines of the message, each of the form {@code NAME=value}
     */
    void send(String... lines) {
        if (address.isEmpty()) {
            return;
        }
        ByteBuffer message = StandardCharsets.UTF_8.encode(String.join("\n", lines));
        try (AFUNIXDatagramChannel channel = AFUNIXDatagramChannel.open()) {
            channel.configureBlocking(false);
            if (channel.send(message, socketAddress()) == 0) {
                throw new IOException("the queue of the socket is full");
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            if (failureLogged.compareAndSet(false, true)) {
                log.warn(
                        "cannot send {} to the service manager at NOTIFY_SOCKET={}: {}; further failures are not logged",
                        lines[0],
                        address,
                        e.toString());
            }
        }
    }

    private AFUNIXSocketAddress socketAddress() throws IOException {
        if (address.startsWith("@")) {
            return AFUNIXSocketAddress.inAbstractNamespace(address.substring(1));
        }
        if (address.startsWith("/")) {
            return AFUNIXSocketAddress.of(Path.of(address));
        }
        throw new IOException("the address is neither an absolute path nor @name; other kinds are not supported");
    }
}
