package dev.patchbay.api;

import java.util.List;

/**
 * The credentials of the process at the other end of a connection, as the kernel recorded them when the client connected
 * ({@code SO_PEERCRED}, unix(7)). A client cannot forge them. They describe the process that called {@code connect}, which may
 * have ended or passed on the socket since.
 *
 * @param pid  the process id, or {@link #UNKNOWN}
 * @param uid  the effective user id, or {@link #UNKNOWN}
 * @param gids the group ids: the effective one first, then, on Linux with Java 25, the supplementary ones ({@code
 *             SO_PEERGROUPS}, socket(7)); empty if the kernel does not report them
 */
public record PeerCredentials(long pid, long uid, List<Long> gids) {

    /** The value of an id that the kernel does not report. */
    public static final long UNKNOWN = -1;

    /** Copies the list of group ids. */
    public PeerCredentials {
        gids = List.copyOf(gids);
    }

    /** Returns the short form used in logs: {@code pid=4711 uid=1000 gid=1000}. */
    @Override
    public String toString() {
        return "pid=" + pid + " uid=" + uid + " gid=" + (gids.isEmpty() ? UNKNOWN : gids.get(0));
    }
}
