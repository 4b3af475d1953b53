package dev.patchbay.api;

import java.util.List;

/**
 * Who is at the other end of a connection, as the kernel recorded it when the client connected ({@code SO_PEERCRED},
 * unix(7)). The client cannot forge it. It describes the process that called {@code connect}; that process may since
 * have ended or handed the socket on.
 *
 * @param pid  process id, or {@link #UNKNOWN}
 * @param uid  effective user id, or {@link #UNKNOWN}
 * @param gids group ids, the effective one first; then, on Linux with Java 25, the supplementary ones ({@code
 *             SO_PEERGROUPS}, socket(7)); empty if the kernel does not tell
 */
public record PeerCredentials(long pid, long uid, List<Long> gids) {

    /** Stands for an id that the kernel does not tell. */
    public static final long UNKNOWN = -1;

    /** Copies the list of groups. */
    public PeerCredentials {
        gids = List.copyOf(gids);
    }

    /** Returns the short form that logs use: {@code pid=4711 uid=1000 gid=1000}. */
    @Override
    public String toString() {
        return "pid=" + pid + " uid=" + uid + " gid=" + (gids.isEmpty() ? UNKNOWN : gids.get(0));
    }
}
