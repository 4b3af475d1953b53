package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.call.ErrorResponses;
import dev.patchbay.handler.json.discover.Discovery;
import dev.patchbay.handler.json.message.WorkspacePool;
import dev.patchbay.handler.json.method.RpcMethod;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What the sessions of a handler share. Safe for any thread.
 *
 * @param dialect the protocol that is spoken
 * @param active the settings in effect
 * @param threads threads on which methods may block
 * @param workspaces the pool of workspaces
 * @param errors writes error responses
 */
record SharedResources(
        Dialect dialect,
        Supplier<ActiveSettings> active,
        Executor threads,
        WorkspacePool workspaces,
        ErrorResponses errors) {

    private static final String RESERVED = Discovery.SCOPE + ".";

    /** Returns the method with that name; null if there is none. */
    RpcMethod method(String name) {
        return name.startsWith(RESERVED)
                ? dialect.builtIn().get(name)
                : dialect.methods().get(name);
    }
}
