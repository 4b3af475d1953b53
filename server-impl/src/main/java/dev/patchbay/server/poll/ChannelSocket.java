package dev.patchbay.server.poll;

import dev.patchbay.api.PeerCredentials;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketCredentials;
import org.newsclub.net.unix.FileDescriptorCast;

/** The socket of a client, as accepted by junixsocket. */
final class ChannelSocket extends ClientSocket {

    private final AFUNIXSocketChannel channel;

    /** The number of its descriptor. junixsocket makes a system call to return it, so it is queried only once. */
    private int descriptor = -1;

    ChannelSocket(AFUNIXSocketChannel channel) {
        this.channel = channel;
    }

    @Override
    AFUNIXSocketChannel channel() {
        return channel;
    }

    @Override
    int descriptor() throws IOException {
        if (descriptor < 0) {
            descriptor = FileDescriptorCast.using(channel.getFileDescriptor()).as(Integer.class);
        }
        return descriptor;
    }

    @Override
    public PeerCredentials credentials() throws IOException {
        AFUNIXSocketCredentials raw = channel.getPeerCredentials();
        Set<Long> gids = new LinkedHashSet<>();
        long[] groups = raw.getGids();
        for (int i = 0; groups != null && i < groups.length; i++) {
            gids.add(id(groups[i]));
        }
        gids.addAll(Platform.peerGroups(this));
        return new PeerCredentials(raw.getPid(), id(raw.getUid()), List.copyOf(gids));
    }

    /** Returns a number of the kernel's, which junixsocket returns as a negative one if it is above 2^31. */
    private static long id(long signed) {
        return signed == PeerCredentials.UNKNOWN ? signed : signed & 0xFFFF_FFFFL;
    }

    @Override
    public String address() throws IOException {
        return Platform.peerAddress(this);
    }

    /** Returns the address to which the client has bound its socket, as reported by junixsocket. */
    String boundAddress() {
        SocketAddress address = channel.getRemoteSocketAddress();
        return address instanceof AFUNIXSocketAddress unix ? text(unix.getPathAsBytes()) : "";
    }

    @Override
    public void setBuffers(int send, int receive) throws IOException {
        if (send > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, send);
        }
        if (receive > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, receive);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
