package dev.patchbay.handler.json.embed;

import dev.patchbay.jsonrpc.embed.JsonRpcMethods;
import dev.patchbay.jsonrpc.embed.JsonRpcProvider;
import java.util.List;

/** The provider that {@link dev.patchbay.jsonrpc.embed.JsonRpc} finds. May be used by any thread. */
public final class EmbeddedHandlers implements JsonRpcProvider {

    /** Called by the service loader. */
    public EmbeddedHandlers() {}

    @Override
    public JsonRpcMethods methods(List<Object> objects) {
        return filled(new EmbeddedHandler(), objects);
    }

    @Override
    public JsonRpcMethods mcp(List<Object> objects) {
        return filled(new EmbeddedTools(), objects);
    }

    private static JsonRpcMethods filled(EmbeddedHandler handler, List<Object> objects) {
        try {
            objects.forEach(handler::add);
            return handler;
        } catch (RuntimeException | Error e) {
            handler.close();
            throw e;
        }
    }
}
