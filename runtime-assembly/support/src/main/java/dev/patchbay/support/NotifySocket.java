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
 * The datagram socket at which the service manager hears how this process is, as sd_notify(3) has it. What cannot be sent
 * is one line in the log, and nothing else: nobody's service depends on it. May be used from any thread.
 */
final class NotifySocket {

    private static final Logger log = LoggerFactory.getLogger(NotifySocket.class);

    private final String address;
    private final AtomicBoolean complained = new AtomicBoolean();

    /**
     * Takes the value of {@code NOTIFY_SOCKET}.
     *
     * @param address a path, or {@code @name}; null or empty if nobody listens
     */
    NotifySocket(String address) {
        this.address = address == null ? "" : address;
    }

    /** Sends lines of the form {@code NAME=value}, without waiting; does nothing if nobody listens. */
    void send(String... lines) {
        if (address.isEmpty()) {
            return;
        }
        ByteBuffer message = StandardCharsets.UTF_8.encode(String.join("\n", lines));
        try (AFUNIXDatagramChannel channel = AFUNIXDatagramChannel.open()) {
            channel.configureBlocking(false);
            if (channel.send(message, socketAddress()) == 0) {
                throw new IOException("its queue is full");
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            if (complained.compareAndSet(false, true)) {
                log.warn("cannot tell the service manager {} at NOTIFY_SOCKET={}: {}", lines[0], address, e.toString());
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
        throw new IOException("it is neither a path nor @name, and nothing else is known here");
    }
}
