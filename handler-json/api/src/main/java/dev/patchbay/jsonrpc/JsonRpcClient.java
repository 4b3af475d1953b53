package dev.patchbay.jsonrpc;

import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The client that calls a method, for notifications to it: before the result, to report progress, or at any time later.
 * A method gets it as a parameter of this type, and may keep it until {@link #closed()}. It outlives updates of the
 * handler. All methods may be called from any thread.
 */
@ProviderType
public interface JsonRpcClient {

    /**
     * Sends a notification (JSON-RPC 2.0, section 4.1). What one thread sends arrives in that order, and before the
     * result of the method that it runs. Waits while the client is slow to read, except on an event loop's thread.
     * Does nothing when the client has gone.
     *
     * @param method the method's name
     * @param params what is written as a JSON array or object: a record, a map, a collection; null for none
     * @throws IllegalArgumentException if the parameters cannot be written, or not as an array or object
     * @throws IllegalStateException    if too much waits to be sent while the handler is being replaced
     */
    void notify(String method, Object params);

    /** Returns whether the connection is live. */
    boolean isOpen();

    /**
     * Returns a stage that completes when the client has gone. Actions that depend on it run on a thread of the host's
     * and must not block.
     */
    CompletionStage<Void> closed();
}
