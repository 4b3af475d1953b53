package dev.patchbay.server.config;

import dev.patchbay.api.PeerCredentials;
import java.util.Set;

/**
 * The users and groups that may connect. If a configuration names none at all, every client that can reach the socket may
 * connect. Immutable.
 *
 * @param uids users that may connect
 * @param gids groups whose members may connect
 */
public record Access(Set<Long> uids, Set<Long> gids) {

    /** Copies the sets. */
    public Access {
        uids = Set.copyOf(uids);
        gids = Set.copyOf(gids);
    }

    /** Returns whether a client may connect. A client whose credentials are unknown may connect only if every client may. */
    public boolean admits(PeerCredentials peer) {
        return uids.isEmpty() && gids.isEmpty()
                || uids.contains(peer.uid())
                || peer.gids().stream().anyMatch(gids::contains);
    }
}
