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
        EmbeddedHandler handler = new EmbeddedHandler();
        try {
            objects.forEach(handler::add);
            return handler;
        } catch (RuntimeException | Error e) {
            handler.close();
            throw e;
        }
    }
}
