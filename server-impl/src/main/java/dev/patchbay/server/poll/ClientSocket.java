package dev.patchbay.server.poll;

import dev.patchbay.api.PeerCredentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.newsclub.net.unix.AFUNIXSocketChannel;

/**
 * The socket of a client that was accepted. It is the only owner of its descriptor: whoever has the socket, or a {@link Port} made
 * from it, calls {@link #close}, and the descriptor is closed once. Used by one thread at a time; only {@link #close} may be
 * called from any thread.
 */
public abstract class ClientSocket {

    ClientSocket() {}

    /** Wraps a channel of junixsocket's. */
    public static ClientSocket of(AFUNIXSocketChannel channel) {
        return new ChannelSocket(channel);
    }

    /** Returns the credentials that the client had when it connected. The primary group comes first. */
    public abstract PeerCredentials credentials() throws IOException;

    /** Returns the address to which the client has bound its socket, in the form of configurations; mostly empty. */
    public abstract String address() throws IOException;

    /** Sets the sizes of the socket's buffers in bytes; 0 leaves one as it is. */
    public abstract void setBuffers(int send, int receive) throws IOException;

    /** Closes the socket. Calls after the first do nothing. */
    public abstract void close() throws IOException;

    /** Returns the number of the descriptor, which is valid until the socket is closed. */
    abstract int descriptor() throws IOException;

    /** Returns a channel for the socket, for the portable poller. */
    abstract AFUNIXSocketChannel channel() throws IOException;

    /** Returns an address ({@code sun_path} of unix(7)) in the form of configurations: a path, {@code @name}, or empty. */
    static String text(byte[] address) {
        if (address.length > 0 && address[0] == 0) {
            return "@" + new String(address, 1, address.length - 1, StandardCharsets.UTF_8);
        }
        int length = 0;
        while (length < address.length && address[length] != 0) {
            length++;
        }
        return new String(address, 0, length, StandardCharsets.UTF_8);
    }
}
