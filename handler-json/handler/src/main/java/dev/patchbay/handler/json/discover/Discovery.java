package dev.patchbay.handler.json.discover;

import dev.patchbay.api.ConnContext;
import dev.patchbay.handler.json.method.Function;
import dev.patchbay.handler.json.method.MethodService;
import dev.patchbay.handler.json.method.MethodTable;
import dev.patchbay.handler.json.method.Publication;
import dev.patchbay.handler.json.wire.Json;
import java.util.Map;
import java.util.stream.Collectors;

/** The methods {@code rpc.discover}, {@code rpc.subscribe} and {@code rpc.unsubscribe}. */
public final class Discovery {

    /** What the names of these methods begin with (JSON-RPC 2.0, section 4: reserved for such). */
    public static final String SCOPE = "rpc";

    /** The notification that subscribed clients get when the list of methods changes. It has no parameters. */
    public static final String CHANGED = "rpc.methodsChanged";

    private static final String SUBSCRIBED = "dev.patchbay.handler.json.subscribed";

    private final MethodTable methods;

    private Discovery(MethodTable methods) {
        this.methods = methods;
    }

    /** Returns the methods by name. */
    public static Map<String, Function> functions(MethodTable methods) {
        MethodService service = new MethodService(new Discovery(methods), Json.mapper());
        return Publication.ofHost(service, SCOPE, "discover", "subscribe", "unsubscribe").functions().stream()
                .collect(Collectors.toMap(Function::name, function -> function));
    }

    /** Returns whether the client wants to know of changes; a swap of the handler does not change that. */
    public static boolean isSubscribed(ConnContext conn) {
        return conn.attributes().containsKey(SUBSCRIBED);
    }

    /** Describes the methods that are present now. */
    public Map<String, Object> discover() {
        return new OpenRpcDocument().of(methods.all());
    }

    /** Has the client told of changes. */
    public void subscribe(ConnContext conn) {
        conn.attributes().put(SUBSCRIBED, true);
    }

    /** Undoes {@link #subscribe}. */
    public void unsubscribe(ConnContext conn) {
        conn.attributes().remove(SUBSCRIBED);
    }
}
