package dev.patchbay.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Connections of one server that are sent the same messages: the subscribers of a channel, or the people in a room. See {@link
 * ConnContext#group}.
 *
 * <p>A group belongs to the server. It survives swaps, and all handlers of the server that use its name use the same group. It
 * exists while it has members; one that has none costs nothing. A member that ends leaves its groups by itself. All methods
 * may be called from any thread, and none ever waits for a handler or a client.
 */
@ProviderType
public interface ConnectionGroup {

    /** {@return the name of the group} */
    String name();

    /**
     * Adds a connection of the same server.
     *
     * @param member the connection; one of the server that the group belongs to
     * @return false if it is a member already, or has ended
     * @throws IllegalArgumentException if it is a connection of another server
     */
    boolean join(ConnectionRef member);

    /**
     * Removes a connection. Messages that were sent before are still delivered to it.
     *
     * @param member the connection, of whichever server
     * @return false if it is not a member
     */
    boolean leave(ConnectionRef member);

    /** {@return the number of members} */
    int size();

    /**
     * {@linkplain ConnectionRef#send Sends} a message to each member once. A connection that joins or leaves during the call
     * may or may not be sent it.
     *
     * @param message a message that all members share: a {@link java.nio.ByteBuffer}, or an immutable object of a JDK type
     * @return how many members have taken it
     */
    int send(Object message);
}
