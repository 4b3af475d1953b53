package dev.patchbay.server.engine;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.poll.ClientSocket;
import dev.patchbay.server.poll.Platform;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketCredentials;

/** Reads the credentials of clients, and sets the buffers of their sockets, through junixsocket. */
final class Peers {

    /** The credentials of a client whose own could not be read. */
    static final PeerCredentials UNKNOWN =
            new PeerCredentials(PeerCredentials.UNKNOWN, PeerCredentials.UNKNOWN, List.of());

    private Peers() {}

    /** Returns the credentials that the client had when it connected. The primary group comes first. */
    static PeerCredentials credentials(ClientSocket socket) throws IOException {
        AFUNIXSocketCredentials raw = socket.channel().getPeerCredentials();
        Set<Long> gids = new LinkedHashSet<>();
        long[] groups = raw.getGids();
        for (int i = 0; groups != null && i < groups.length; i++) {
            gids.add(id(groups[i]));
        }
        gids.addAll(Platform.peerGroups(socket));
        return new PeerCredentials(raw.getPid(), id(raw.getUid()), List.copyOf(gids));
    }

    /** Returns a number of the kernel's, which junixsocket returns as a negative one if it is above 2^31. */
    private static long id(long signed) {
        return signed == PeerCredentials.UNKNOWN ? signed : signed & 0xFFFF_FFFFL;
    }

    /** Sets the sizes of the socket's buffers, if the configuration names any. */
    static void setBuffers(AFUNIXSocketChannel channel, ServerConfig config) throws IOException {
        if (config.sendBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, config.sendBuffer());
        }
        if (config.receiveBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, config.receiveBuffer());
        }
    }
}
