package dev.patchbay.handler.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.patchbay.api.Handler;
import dev.patchbay.handler.json.config.HandlerKind;
import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.method.PublishedService;
import dev.patchbay.handler.json.publish.MethodServices;
import dev.patchbay.handler.json.publish.Publication;
import dev.patchbay.handler.json.testing.CapturedLog;
import dev.patchbay.handler.json.testing.RpcClient;
import dev.patchbay.handler.json.testing.RunningServer;
import dev.patchbay.jsonrpc.JsonRpcMethod;
import dev.patchbay.jsonrpc.mcp.McpTool;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.Version;

/** The handlers for MCP in OSGi: which services they find their tools among. */
@Timeout(60)
class McpHandlersTest {

    private static final String PID = "dev.patchbay.handler.mcp";

    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":{"
            + "\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}";

    @TempDir
    Path directory;

    /** One method is a tool by itself. */
    public static final class Methods {
        @McpTool
        @JsonRpcMethod("chosen")
        public String chosen() {
            return "";
        }

        @JsonRpcMethod("plain")
        public String plain() {
            return "";
        }
    }

    private final MethodServices services = new MethodServices();
    private final Map<String, Handler> registered = new HashMap<>();
    private final Map<String, Dictionary<?, ?>> properties = new HashMap<>();
    private final JsonHandlers handlers = new JsonHandlers(HandlerKind.MCP, context(), services);
    private RunningServer server;

    private BundleContext context() {
        return proxy(BundleContext.class, (self, method, arguments) -> {
            if (method.getName().equals("getBundle")) {
                return proxy(Bundle.class, (bundle, called, values) -> new Version(1, 2, 3));
            }
            Dictionary<?, ?> given = (Dictionary<?, ?>) arguments[2];
            String name = (String) given.get("handler.name");
            registered.put(name, (Handler) arguments[1]);
            properties.put(name, given);
            return proxy(ServiceRegistration.class, (registration, called, values) -> null);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private void publish(long id, Map<String, Object> given) {
        Map<String, Object> all = new HashMap<>(given);
        all.put("jsonrpc.annotated", true);
        services.put(
                id,
                0,
                all,
                Publication.of(new PublishedService(new Methods(), Jackson.newMapper()), all)
                        .methods());
    }

    @BeforeEach
    void start() throws Exception {
        CapturedLog.clear();
        server = RunningServer.start(directory);
    }

    @AfterEach
    void close() {
        server.close();
        handlers.close();
    }

    private String listed(String handler, int number) throws Exception {
        server.install(number, registered.get(handler));
        try (RpcClient client = server.connect()) {
            return client.ask(LIST);
        }
    }

    @Test
    void annotatedMethodsAreToolsUnlessTheirServiceSaysOtherwise() throws Exception {
        handlers.apply(Map.of());
        assertThat(properties.get("mcp").get("service.pid")).isEqualTo(PID);
        assertThat(properties.get("mcp").get("service.ranking")).isEqualTo(-1);
        assertThat(properties.get("mcp").get("tools.target")).isEqualTo("(!(jsonrpc.audience=*))");
        publish(1, Map.of());
        assertThat(listed("mcp", 2))
                .contains("\"chosen\"", "\"patchbay-mcp\"", "\"1.2.3\"")
                .doesNotContain("\"plain\"");
        publish(1, Map.of("mcp.tool", true));
        assertThat(listed("mcp", 3)).contains("\"chosen\"", "\"plain\"");
        publish(1, Map.of("mcp.tool", "false"));
        assertThat(listed("mcp", 4)).doesNotContain("\"chosen\"", "\"plain\"");
        publish(1, Map.of("jsonrpc.audience", "control"));
        assertThat(listed("mcp", 5)).doesNotContain("\"chosen\"");
    }

    @Test
    void aConfigurationMakesAHandlerWithItsOwnTools() throws Exception {
        publish(1, Map.of("color", "red"));
        handlers.apply(Map.of(
                PID + "~red",
                Map.of("tools.target", "(color=red)"),
                PID + "~blue",
                Map.of("tools.target", "(color=blue)")));
        assertThat(registered).containsOnlyKeys("mcp", "red", "blue");
        assertThat(listed("red", 2)).contains("\"chosen\"");
        assertThat(listed("blue", 3)).doesNotContain("\"chosen\"");
        handlers.apply(Map.of(PID + "~blue", Map.of("tools.target", "(!(color=blue))")));
        assertThat(listed("blue", 4)).contains("\"chosen\"");
    }

    @Test
    void aKeyOfTheOtherKindIsAFault() {
        handlers.apply(Map.of(PID + "~a", Map.of("methods.target", "(a=b)")));
        assertThat(registered).containsOnlyKeys("mcp");
        assertThat(CapturedLog.entries("ERROR"))
                .singleElement()
                .asString()
                .contains("methods.target is not a key of this handler; write tools.target");
    }
}
