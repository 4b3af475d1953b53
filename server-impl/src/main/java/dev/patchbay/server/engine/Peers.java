package dev.patchbay.server.engine;

import dev.patchbay.api.PeerCredentials;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketCredentials;

/** Translates what junixsocket tells of a client. */
final class Peers {

    static final PeerCredentials UNKNOWN =
            new PeerCredentials(PeerCredentials.UNKNOWN, PeerCredentials.UNKNOWN, List.of());

    private Peers() {}

    static PeerCredentials credentials(AFUNIXSocketCredentials raw) {
        long[] groups = raw.getGids();
        List<Long> gids = new ArrayList<>();
        for (int i = 0; groups != null && i < groups.length; i++) {
            gids.add(groups[i]);
        }
        return new PeerCredentials(raw.getPid(), raw.getUid(), gids);
    }

    static String remoteAddress(AFUNIXSocketChannel channel) {
        SocketAddress address = channel.getRemoteSocketAddress();
        if (!(address instanceof AFUNIXSocketAddress unix) || unix.getPathAsBytes().length == 0) {
            return "";
        }
        return unix.isInAbstractNamespace() ? "@" + unix.getPath().substring(1) : unix.getPath();
    }
}
