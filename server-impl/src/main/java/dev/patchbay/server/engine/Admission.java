package dev.patchbay.server.engine;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.RefusalReason;
import dev.patchbay.server.config.ServerConfig;
import java.util.concurrent.atomic.AtomicInteger;

/** Decides who may connect, by credentials and by how many are there already, and counts them. For all threads. */
final class Admission {

    private final AtomicInteger live = new AtomicInteger();

    private final UserCounts liveByUid = new UserCounts();

    /** Lets a client in and counts it, or returns why not. Each client that was let in has to {@link #leave}. */
    RefusalReason enter(PeerCredentials peer, ServerConfig config) {
        if (!config.access().admits(peer)) {
            return RefusalReason.NOT_ALLOWED;
        }
        int ofUser = liveByUid.add(peer.uid());
        if (exceeds(live.incrementAndGet(), config.connectionsMax())) {
            leave(peer);
            return RefusalReason.CONNECTION_LIMIT;
        }
        if (exceeds(ofUser, config.connectionsMaxPerUid())) {
            leave(peer);
            return RefusalReason.USER_LIMIT;
        }
        return null;
    }

    /** A client that was let in has gone. Takes no memory. */
    void leave(PeerCredentials peer) {
        live.decrementAndGet();
        liveByUid.remove(peer.uid());
    }

    private static boolean exceeds(int count, int limit) {
        return limit > 0 && count > limit;
    }
}
