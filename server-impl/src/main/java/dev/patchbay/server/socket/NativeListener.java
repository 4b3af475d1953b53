package dev.patchbay.server.socket;

import dev.patchbay.server.config.SocketConfig;
import java.io.IOException;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;

/**
 * Makes sockets that are bound to their public name, which junixsocket cannot do without a moment of mode 0666. This is the class
 * for Java 17, which cannot call the C library; the overlay in {@code src/main/java25} replaces it. May be used by any thread.
 */
final class NativeListener {

    private NativeListener() {}

    /** Returns whether this Java can make such sockets. */
    static boolean isAvailable() {
        return false;
    }

    /**
     * Makes a socket that listens at the path of the file.
     *
     * @param file what takes over the file of the socket before it listens
     * @return a non-blocking channel that belongs to the caller, and so does its descriptor
     * @throws IOException if that cannot be done; then the path is as it was, but for a stale socket
     */
    static AFUNIXServerSocketChannel open(SocketConfig config, SocketFile file) throws IOException {
        throw new IOException("cannot bind " + config.path() + ": this needs Java 25 or newer, and this is Java "
                + Runtime.version().feature());
    }
}
