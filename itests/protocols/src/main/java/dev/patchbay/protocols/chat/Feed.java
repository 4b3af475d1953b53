package dev.patchbay.protocols.chat;

import dev.patchbay.api.ConnectionGroup;
import java.nio.ByteBuffer;

/** What the program publishes. It is shared by a handler and the one that replaces it. */
public final class Feed {

    private volatile ConnectionGroup subscribers;

    void subscribers(ConnectionGroup group) {
        subscribers = group;
    }

    /** Sends a message to all subscribers, from any thread; returns how many have taken it. */
    public int publish(ByteBuffer message) {
        ConnectionGroup group = subscribers;
        return group == null ? 0 : group.send(message);
    }
}
