package dev.patchbay.handler.json.embed;

import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.JsonRpcException;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.JsonRpcMethod;
import dev.patchbay.jsonrpc.Param;
import dev.patchbay.jsonrpc.mcp.McpRequest;
import dev.patchbay.jsonrpc.mcp.McpTool;
import org.osgi.service.component.annotations.Component;

/** The tool of the page on tools. */
@Component(service = WeatherTools.class)
@JsonRpcFunctions
public final class WeatherTools {

    public record Weather(String city, double degrees) {}

    @McpTool(title = "Weather", readOnly = true)
    @JsonRpcMethod("weather.today")
    @Description("Says what the weather is today.")
    public Weather today(@Param(description = "The name of a city.") String city, McpRequest request) {
        if (city.isBlank()) {
            throw new JsonRpcException(1, "a city has a name; send one");
        }
        request.progress(1, 2, "asking the station of " + city);
        return new Weather(city, 21.5);
    }
}
