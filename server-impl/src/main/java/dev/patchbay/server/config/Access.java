package dev.patchbay.server.config;

import dev.patchbay.api.PeerCredentials;
import java.util.Set;

/**
 * Who may connect: the users and groups that a configuration names. If it names none at all, everybody who can reach the
 * socket may.
 *
 * @param uids users that may connect
 * @param gids groups whose members may connect
 */
public record Access(Set<Long> uids, Set<Long> gids) {

    /** Takes copies. */
    public Access {
        uids = Set.copyOf(uids);
        gids = Set.copyOf(gids);
    }

    /** Tells whether a client may connect. One whose credentials are unknown may only if everybody may. */
    public boolean admits(PeerCredentials peer) {
        return uids.isEmpty() && gids.isEmpty()
                || uids.contains(peer.uid())
                || peer.gids().stream().anyMatch(gids::contains);
    }
}
