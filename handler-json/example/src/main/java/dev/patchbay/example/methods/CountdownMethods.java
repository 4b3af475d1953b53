package dev.patchbay.example.methods;

import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.JsonRpcClient;
import dev.patchbay.jsonrpc.JsonRpcException;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.Param;
import java.util.Map;
import org.osgi.service.component.annotations.Component;

/**
 * The method {@code example.countdown}, which notifies its client and has an error of its own. It may block, so it runs
 * on a thread of its own.
 */
@Component(service = CountdownMethods.class)
@JsonRpcFunctions(scope = "example", function = "countdown")
public final class CountdownMethods {

    private static final int MOST = 1_000;
    private static final int CANNOT_COUNT = 1001;

    @Description("Counts down to zero, with a notification \"example.tick\" for each number.")
    public String countdown(@Param(description = "The first number.") int from, JsonRpcClient client) {
        if (from < 0 || from > MOST) {
            throw new JsonRpcException(
                    CANNOT_COUNT, "cannot count down from " + from, Map.of("least", 0, "most", MOST));
        }
        for (int number = from; number >= 0; number--) {
            client.notify("example.tick", Map.of("number", number));
        }
        return "lift-off";
    }
}
