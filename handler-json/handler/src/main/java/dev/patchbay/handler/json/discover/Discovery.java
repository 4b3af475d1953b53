package dev.patchbay.handler.json.discover;

import dev.patchbay.api.ConnContext;
import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.method.MethodRegistry;
import dev.patchbay.handler.json.method.Publication;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.method.RpcMethod;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The methods {@code rpc.discover}, {@code rpc.subscribe} and {@code rpc.unsubscribe}. Called through the method
 * binding, on threads that may block.
 */
public final class Discovery {

    /** The scope of these methods, which the specification reserves (JSON-RPC 2.0, section 4). */
    public static final String SCOPE = "rpc";

    /** The notification to subscribed clients that the list of methods has changed. It has no params. */
    public static final String CHANGED = "rpc.methodsChanged";

    private static final String SUBSCRIBED = "dev.patchbay.handler.json.subscribed";

    private final MethodRegistry methods;

    private Discovery(MethodRegistry methods) {
        this.methods = methods;
    }

    /** Returns the methods by name. */
    public static Map<String, RpcMethod> functions(MethodRegistry methods) {
        PublishedService service = new PublishedService(new Discovery(methods), Jackson.newMapper());
        return Publication.ofBuiltIn(service, SCOPE, "discover", "subscribe", "unsubscribe").methods().stream()
                .collect(Collectors.toMap(RpcMethod::name, function -> function));
    }

    /** Returns whether the client has subscribed to changes. The subscription survives a swap of the handler. */
    public static boolean isSubscribed(ConnContext conn) {
        return conn.attributes().containsKey(SUBSCRIBED);
    }

    /** Describes the methods that are present now. */
    public Map<String, Object> discover() {
        return new OpenRpcDocument().of(methods.all());
    }

    /** Subscribes the client to changes of the list of methods. */
    public void subscribe(ConnContext conn) {
        conn.attributes().put(SUBSCRIBED, true);
    }

    /** Cancels the subscription. */
    public void unsubscribe(ConnContext conn) {
        conn.attributes().remove(SUBSCRIBED);
    }
}
