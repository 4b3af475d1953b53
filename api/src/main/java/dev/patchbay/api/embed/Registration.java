package dev.patchbay.api.embed;

import org.osgi.annotation.versioning.ProviderType;

/**
 * What a program has added to a {@link Server}: a handler or a listener. All methods may be called from any thread, in every state
 * of the server.
 */
@ProviderType
public interface Registration extends AutoCloseable {

    /**
     * Removes what was added. When this method has returned, no further call into it begins, and none is running. Calls after the
     * first only wait.
     *
     * <p>In these cases a call that has begun may still be running when this method returns:
     *
     * <ul>
     *   <li>in a call of one of this server's handlers, in a task of a connection and in a method of a listener, this method does
     *       not wait, since it might wait for itself;
     *   <li>a call of a handler that outlasts {@code swap.timeout} is interrupted, and no longer waited for if that is in vain;
     *   <li>a call of a listener that does not return within five seconds, or for which the waiting thread is interrupted, is
     *       itself interrupted and no longer waited for;
     *   <li>the server is closed before the call has returned.
     * </ul>
     */
    @Override
    void close();
}
