package dev.patchbay.server.engine;

import dev.patchbay.api.PeerCredentials;
import dev.patchbay.api.RefusalReason;
import dev.patchbay.server.config.ServerConfig;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Decides who may connect, by credentials and by how many are there already, and counts them. For all threads. */
final class Admission {

    private final AtomicInteger live = new AtomicInteger();

    /** Live connections of each user; whoever has none is not in it. */
    private final ConcurrentHashMap<Long, Integer> liveByUid = new ConcurrentHashMap<>();

    /** Lets a client in and counts it, or returns why not. Each client that was let in has to {@link #leave}. */
    RefusalReason enter(PeerCredentials peer, ServerConfig config) {
        if (!config.access().admits(peer)) {
            return RefusalReason.NOT_ALLOWED;
        }
        if (exceeds(live.incrementAndGet(), config.connectionsMax())) {
            live.decrementAndGet();
            return RefusalReason.CONNECTION_LIMIT;
        }
        if (exceeds(liveByUid.merge(peer.uid(), 1, Integer::sum), config.connectionsMaxPerUid())) {
            leave(peer);
            return RefusalReason.USER_LIMIT;
        }
        return null;
    }

    /** A client that was let in has gone. */
    void leave(PeerCredentials peer) {
        live.decrementAndGet();
        liveByUid.computeIfPresent(peer.uid(), (uid, count) -> count == 1 ? null : count - 1);
    }

    private static boolean exceeds(int count, int limit) {
        return limit > 0 && count > limit;
    }
}
