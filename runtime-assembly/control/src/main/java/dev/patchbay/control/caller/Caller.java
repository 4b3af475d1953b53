package dev.patchbay.control.caller;

import dev.patchbay.api.PeerCredentials;

/** Who called a method, in words for the log: {@code alice (uid 1000, pid 4711)}. */
public final class Caller {

    private Caller() {}

    /** Returns the words for a peer, as the kernel recorded it when the peer connected. */
    public static String of(PeerCredentials peer) {
        if (peer.uid() == PeerCredentials.UNKNOWN) {
            return "a user that the kernel does not report";
        }
        String pid = peer.pid() == PeerCredentials.UNKNOWN ? "" : ", pid " + peer.pid();
        return new Users().name(peer.uid(), peer.pid()) + " (uid " + peer.uid() + pid + ")";
    }
}
