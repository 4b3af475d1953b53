package dev.patchbay.server.socket;

import dev.patchbay.server.config.SocketConfig;
import java.io.IOException;
import java.util.List;

/** The two ways in which a socket gets its file. */
enum Way {
    /** Bound to its public name, by system calls of our own. */
    PUBLIC_NAME,
    /** Bound to a name in the private directory, by junixsocket, and linked to its public name. */
    PRIVATE_NAME;

    /** Returns the ways that this Java has. */
    static List<Way> available() {
        return NativeListener.isAvailable() ? List.of(values()) : List.of(PRIVATE_NAME);
    }

    ListeningSocket open(SocketConfig config) throws IOException {
        return ListeningSocket.open(config, InheritedSockets.ofThisProcess(), this == PUBLIC_NAME);
    }
}
