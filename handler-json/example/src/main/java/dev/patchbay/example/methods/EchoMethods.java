package dev.patchbay.example.methods;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.jsonrpc.AllParams;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.JsonText;
import org.osgi.service.component.annotations.Component;

/** The method {@code echo}, which returns its params. It is quick and never blocks, so it runs on the event loop. */
@Component(service = EchoMethods.class)
@JsonRpcFunctions(function = "echo", execution = HandlerExecution.EVENT_LOOP)
public final class EchoMethods {

    @Description("Returns its params unchanged.")
    public JsonText echo(@AllParams JsonText params) {
        return params;
    }
}
