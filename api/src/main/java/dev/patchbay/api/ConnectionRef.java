package dev.patchbay.api;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A reference to a connection that stays valid across swaps, for those who want to reach its client without knowing which
 * handler is in charge: {@link ConnContext#ref()}.
 *
 * <p>Two references to one connection are equal, so that they can be the elements of a set. A reference keeps no class of a
 * handler in memory, and little of a connection that has ended. All methods may be called from any thread, and none ever
 * waits.
 */
@ProviderType
public interface ConnectionRef {

    /** {@return the number of the connection, unique during the life of the server} */
    long id();

    /** {@return the name of the server} */
    String server();

    /** {@return whether the connection is live and is not closing, so that it takes messages} */
    boolean isOpen();

    /**
     * Sends a message to whichever handler is in charge when it is delivered: {@link Handler#message}. Messages of one
     * thread are delivered in the order in which they were sent, each of them once, across any number of swaps.
     *
     * <p>A message waits while the connection is being swapped or held, and while it is not {@linkplain
     * ConnContext#isWritable() writable}. How many may wait, and what happens then, is decided by {@link ConnContext#mailbox}.
     * A drain delivers what waits before it ends the connection, within {@code drain.timeout}. If the connection ends for
     * another reason, or the handler closes it, what waits is dropped.
     *
     * @param message a {@link java.nio.ByteBuffer}, or whatever the handlers have agreed upon. Use JDK types: another version
     *                of the bundle may read it, and an object of a class of your own keeps the classes of the old bundle in
     *                memory while it waits. Do not change it afterwards
     * @return whether the message was taken; false if the connection has ended or is closing, or if too many messages wait
     */
    boolean send(Object message);
}
