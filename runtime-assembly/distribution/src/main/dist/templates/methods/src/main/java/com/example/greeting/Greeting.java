package com.example.greeting;

import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.Param;
import org.osgi.service.component.annotations.Component;

/** The JSON-RPC method {@code greeting.greet}. */
@Component(service = Greeting.class)
@JsonRpcFunctions(scope = "greeting", function = "greet")
public final class Greeting {

    @Description("Returns a greeting.")
    public String greet(@Param("name") String name) {
        return "Hello, " + name + "!";
    }
}
