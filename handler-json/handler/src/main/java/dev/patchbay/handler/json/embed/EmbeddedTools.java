package dev.patchbay.handler.json.embed;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.handler.json.mcp.McpDialect;
import java.util.Objects;

/** The handler for MCP of a program without OSGi. All methods that its objects publish are tools. */
@HandlerProperties(name = "mcp", execution = HandlerExecution.EVENT_LOOP)
final class EmbeddedTools extends EmbeddedHandler {

    EmbeddedTools() {
        super(tools -> McpDialect.of("patchbay-mcp", version(), tools));
    }

    /** Returns the version in the manifest of the jar; 0 if there is no jar, or if it is a module. */
    private static String version() {
        return Objects.requireNonNullElse(EmbeddedTools.class.getPackage().getImplementationVersion(), "0");
    }
}
