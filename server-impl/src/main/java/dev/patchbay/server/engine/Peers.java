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

/** Translates what junixsocket tells of a client. */
final class Peers {

    static final PeerCredentials UNKNOWN =
            new PeerCredentials(PeerCredentials.UNKNOWN, PeerCredentials.UNKNOWN, List.of());

    private Peers() {}

    /** Returns who the client was when it connected; its groups with the primary one first. */
    static PeerCredentials credentials(ClientSocket socket) throws IOException {
        AFUNIXSocketCredentials raw = socket.channel().getPeerCredentials();
        Set<Long> gids = new LinkedHashSet<>();
        long[] groups = raw.getGids();
        for (int i = 0; groups != null && i < groups.length; i++) {
            gids.add(groups[i]);
        }
        gids.addAll(Platform.peerGroups(socket));
        return new PeerCredentials(raw.getPid(), raw.getUid(), List.copyOf(gids));
    }

    /** Gives the connection the buffers that the configuration names. */
    static void setBuffers(AFUNIXSocketChannel channel, ServerConfig config) throws IOException {
        if (config.sendBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_SNDBUF, config.sendBuffer());
        }
        if (config.receiveBuffer() > 0) {
            channel.setOption(StandardSocketOptions.SO_RCVBUF, config.receiveBuffer());
        }
    }
}
