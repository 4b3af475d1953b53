package dev.patchbay.server.engine;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.RefusalReason;
import dev.patchbay.server.config.ServerConfig;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Admits or refuses clients by their credentials and by the limits on live connections, and counts those that are
 * connected. All methods may be called from any thread.
 */
final class Admission {

    /** The number of clients that are connected. */
    private final AtomicInteger live = new AtomicInteger();

    private final UserCounts liveByUid = new UserCounts();

    /**
     * Admits and counts a client, or refuses it. For each client that is admitted, {@link #leave} is called once.
     *
     * @return null if the client is admitted, otherwise the reason for the refusal
     */
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

    /** Counts a client that was admitted as gone. Needs no memory, so it cannot fail. */
    void leave(PeerCredentials peer) {
        live.decrementAndGet();
        liveByUid.remove(peer.uid());
    }

    private static boolean exceeds(int count, int limit) {
        return limit > 0 && count > limit;
    }
}
