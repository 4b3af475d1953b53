package dev.patchbay.server.poll;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/** The socket of a client, as junixsocket has accepted it. Used by one thread at a time. */
public final class ClientSocket {

    private final AFUNIXSocketChannel channel;

    /** The number of its descriptor; junixsocket looks at the socket before it tells, so it is asked once. */
    private int descriptor = -1;

    /** Wraps the channel, which stays the caller's until a poller opens the socket. */
    public ClientSocket(AFUNIXSocketChannel channel) {
        this.channel = channel;
    }

    /** Returns the channel. */
    public AFUNIXSocketChannel channel() {
        return channel;
    }

    int descriptor() throws IOException {
        if (descriptor < 0) {
            descriptor = FileDescriptorCast.using(channel.getFileDescriptor()).as(Integer.class);
        }
        return descriptor;
    }

    /** Returns what the client has bound its socket to, as junixsocket tells it. */
    String boundAddress() {
        SocketAddress address = channel.getRemoteSocketAddress();
        return address instanceof AFUNIXSocketAddress unix ? text(unix.getPathAsBytes()) : "";
    }

    /** Writes an address, {@code sun_path} of unix(7), as configurations do: a path, {@code @name}, or nothing. */
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
