package dev.patchbay.handler.json.rpc;

import dev.patchbay.api.ConnContext;
import dev.patchbay.handler.json.discover.Discovery;
import dev.patchbay.handler.json.method.MethodRegistry;
import dev.patchbay.handler.json.method.RpcMethod;
import dev.patchbay.jsonrpc.JsonRpcClient;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/**
 * What a protocol that is spoken in JSON-RPC has of its own. Immutable.
 *
 * @param methods the methods that clients may call
 * @param builtIn the methods of the reserved scope, by name
 * @param announced the methods of whose changes clients are notified
 * @param isInterested whether the client of a connection is to be notified now
 * @param announcement notifies a client
 * @param hint what to do about a method that does not exist
 * @param batches whether there are batches
 * @param cancels whether clients cancel requests, so that the input is read even while no further request may begin
 */
public record Dialect(
        MethodRegistry methods,
        Map<String, RpcMethod> builtIn,
        MethodRegistry announced,
        Predicate<ConnContext> isInterested,
        BiConsumer<ConnContext, JsonRpcClient> announcement,
        String hint,
        boolean batches,
        boolean cancels) {

    /** Returns plain JSON-RPC 2.0, with the methods of a registry and the handler's own {@code rpc.discover}. */
    public static Dialect plain(MethodRegistry methods) {
        return new Dialect(
                methods,
                Discovery.functions(methods),
                methods,
                Discovery::isSubscribed,
                (conn, client) -> client.notify(Discovery.CHANGED, null),
                "rpc.discover lists those that there are",
                true,
                false);
    }
}
