package dev.patchbay.server.poll;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/** The socket of a client, as accepted by junixsocket. Used by one thread at a time. */
public final class ClientSocket {

    private final AFUNIXSocketChannel channel;

    /** The number of its descriptor. junixsocket makes a system call to return it, so it is queried only once. */
    private int descriptor = -1;

    /** Wraps a channel. It belongs to the caller until a poller has opened the socket. */
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

    /** Returns the address to which the client has bound its socket, as reported by junixsocket. */
    String boundAddress() {
        SocketAddress address = channel.getRemoteSocketAddress();
        return address instanceof AFUNIXSocketAddress unix ? text(unix.getPathAsBytes()) : "";
    }

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
