package dev.patchbay.handler.json.discover;

import dev.patchbay.api.ConnContext;
import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.jackson.RawJsonText;
import dev.patchbay.handler.json.method.MethodRegistry;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.method.RpcMethod;
import dev.patchbay.handler.json.publish.Publication;
import dev.patchbay.jsonrpc.JsonText;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

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
    private final ObjectWriter writer;
    private volatile Document document = new Document(-1, null);

    /** The document that belongs to a version of the registry. */
    private record Document(long version, JsonText text) {}

    private Discovery(MethodRegistry methods, ObjectWriter writer) {
        this.methods = methods;
        this.writer = writer;
    }

    /** Returns the methods by name. */
    public static Map<String, RpcMethod> functions(MethodRegistry methods) {
        JsonMapper mapper = Jackson.newMapper();
        PublishedService service = new PublishedService(new Discovery(methods, mapper.writer()), mapper);
        return Publication.ofBuiltIn(service, SCOPE, "discover", "subscribe", "unsubscribe").methods().stream()
                .collect(Collectors.toMap(RpcMethod::name, methods::counted));
    }

    /** Returns whether the client has subscribed to changes. The subscription survives a swap of the handler. */
    public static boolean isSubscribed(ConnContext conn) {
        return conn.attributes().containsKey(SUBSCRIBED);
    }

    /** Describes the methods that are present now. The document is made once after each change. */
    public JsonText discover() {
        long version = methods.version();
        Document known = document;
        if (known.version() == version) {
            return known.text();
        }
        byte[] written = writer.writeValueAsBytes(new OpenRpcDocument().of(methods.all()));
        JsonText text = RawJsonText.copyOf(written, 0, written.length);
        document = new Document(version, text);
        return text;
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
