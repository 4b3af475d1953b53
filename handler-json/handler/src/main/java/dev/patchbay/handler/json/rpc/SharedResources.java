package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.call.ErrorResponses;
import dev.patchbay.handler.json.discover.Discovery;
import dev.patchbay.handler.json.message.WorkspacePool;
import dev.patchbay.handler.json.method.MethodRegistry;
import dev.patchbay.handler.json.method.RpcMethod;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What the sessions of a handler share. Safe for any thread.
 *
 * @param methods the published methods
 * @param builtIn the methods of the reserved scope, by name
 * @param active the settings in effect
 * @param threads threads on which methods may block
 * @param workspaces the pool of workspaces
 * @param errors writes error responses
 */
record SharedResources(
        MethodRegistry methods,
        Map<String, RpcMethod> builtIn,
        Supplier<ActiveSettings> active,
        Executor threads,
        WorkspacePool workspaces,
        ErrorResponses errors) {

    private static final String RESERVED = Discovery.SCOPE + ".";

    /** Returns the method with that name; null if there is none. */
    RpcMethod method(String name) {
        return name.startsWith(RESERVED) ? builtIn.get(name) : methods.get(name);
    }
}
