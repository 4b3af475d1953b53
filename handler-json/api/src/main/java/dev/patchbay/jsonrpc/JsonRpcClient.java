package dev.patchbay.jsonrpc;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The client that calls a method. Use it to send notifications, for instance about progress, before the result or
 * later. A method receives it as a parameter, and may keep it until {@link #closed()} completes. It remains valid when
 * the handler is updated. Safe for any thread.
 */
@ProviderType
public interface JsonRpcClient {

    /**
     * Sends a notification (JSON-RPC 2.0, section 4.1). Notifications of one thread arrive in the order in which they
     * were sent, and before the result of the method that this thread runs. The call waits while the client is slow to
     * read, except on an event loop. It does nothing if the client has disconnected.
     *
     * @param method the name of the notification
     * @param params a value that is written as a JSON array or object, such as a record, map or collection; null for
     *         none
     * @throws IllegalArgumentException if the params cannot be written as a JSON array or object
     * @throws IllegalStateException if too many notifications are queued while the handler is being replaced
     */
    void notify(String method, Object params);

    /** {@return whether the connection is live} */
    boolean isOpen();

    /**
     * {@return a stage that completes when the client has disconnected} Dependent actions run on a thread of the host
     * and must not block.
     */
    CompletionStage<Void> closed();
}
