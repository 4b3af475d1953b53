package dev.patchbay.jsonrpc.embed;

import dev.patchbay.api.Handler;
import dev.patchbay.jsonrpc.runtime.JsonRpcMethodSnapshot;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A handler for JSON-RPC 2.0 that offers the methods of objects. It may be the handler of several servers. Its name is
 * {@code json}. One for MCP is made by {@link JsonRpc#mcp}; its methods are tools. Clients that have called {@code rpc.subscribe} are notified when objects are added or removed. All methods
 * may be called from any thread.
 */
@ProviderType
public interface JsonRpcMethods extends Handler, AutoCloseable {

    /**
     * Sets a limit: {@code with("batch.max", 10)}. The keys are those of a handler in OSGi, and are listed in {@code
     * handler-json/PROTOCOL.md}. A change applies at once, to live connections from their next message on.
     *
     * @param key the key: {@code batch.max}
     * @param value the value, which is read as text: {@code 10}, {@code true}, {@code 5s}; null or blank for the
     *         default
     * @return this handler
     * @throws IllegalArgumentException if there is no such key, or if the value is not valid; nothing changes then
     */
    JsonRpcMethods with(String key, Object value);

    /**
     * Publishes the methods of an object: those that {@link dev.patchbay.jsonrpc.JsonRpcFunctions} on its class names, and
     * those with {@link dev.patchbay.jsonrpc.JsonRpcMethod}. An audience has no meaning here. If another object has
     * published a name before, that one keeps it as long as it is there.
     *
     * @param object the object, whose methods are called by several threads at the same time
     * @return a registration that withdraws the methods when it is closed
     * @throws IllegalArgumentException if methods cannot be published; the message names every fault, and nothing is
     *         published
     */
    Registration add(Object object);

    /** {@return how often each method was called, and with which errors, sorted by name} */
    List<JsonRpcMethodSnapshot> calls();

    /** Ends the threads of methods. Close the servers first: calls that still run are interrupted. */
    @Override
    void close();

    /** An object that was added. */
    interface Registration extends AutoCloseable {

        /**
         * Withdraws the methods of the object. When this returns, no call runs in it, and none will: it waits for running
         * calls, at most for {@code unregister.timeout}. Has no effect if it was called before.
         *
         * @throws IllegalStateException if calls still run after that time
         */
        @Override
        void close();
    }
}
