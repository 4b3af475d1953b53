package dev.patchbay.jsonrpc.runtime;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The JSON-RPC handlers of this process, and the calls of their methods. A service, after the model of {@link
 * dev.patchbay.api.runtime.ServerRuntime}. May be called from any thread; never waits.
 */
@ProviderType
public interface JsonRpcRuntime {

    /** {@return the handlers that are registered, sorted by name} The list does not change. */
    List<JsonRpcHandlerSnapshot> handlers();
}
