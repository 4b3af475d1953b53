package dev.patchbay.jsonrpc.embed;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Makes handlers for {@link JsonRpc}, which finds the provider with {@link java.util.ServiceLoader}. Implemented by {@code
 * patchbay-handler-json}, not by users. May be called from any thread.
 */
@ProviderType
public interface JsonRpcProvider {

    /**
     * Makes a handler, as specified by {@link JsonRpc#methods}.
     *
     * @param objects the objects to publish, in the order in which they claim names
     * @return a new handler, which the caller closes
     */
    JsonRpcMethods methods(List<Object> objects);

    /**
     * Makes a handler, as specified by {@link JsonRpc#mcp}.
     *
     * @param objects the objects whose methods become tools, in the order in which they claim names
     * @return a new handler, which the caller closes
     */
    JsonRpcMethods mcp(List<Object> objects);
}
