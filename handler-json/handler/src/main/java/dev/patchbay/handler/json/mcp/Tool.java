package dev.patchbay.handler.json.mcp;

import dev.patchbay.handler.json.discover.ToolSchemas;
import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.jackson.RawJsonText;
import dev.patchbay.handler.json.logging.LoggedThrowable;
import dev.patchbay.handler.json.logging.Printable;
import dev.patchbay.handler.json.method.MethodOverload;
import dev.patchbay.handler.json.method.RpcMethod;
import dev.patchbay.jsonrpc.JsonText;
import dev.patchbay.jsonrpc.mcp.McpTool;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.ObjectWriter;

/** A method that is a tool. Safe for any thread. */
final class Tool {

    private static final Logger LOG = LoggerFactory.getLogger(Tool.class);

    private static final ObjectWriter WRITER = Jackson.newMapper().writer();

    private final String name;
    private final RpcMethod method;
    private volatile Description description;

    /** What clients are told, and the schemas that results have to fit. */
    private record Description(JsonText text, ToolSchemas schemas) {}

    Tool(String name, RpcMethod method) {
        this.name = name;
        this.method = method;
    }

    String name() {
        return name;
    }

    RpcMethod method() {
        return method;
    }

    /** Returns whether this is the tool with that name and those Java methods, so that it need not be described anew. */
    boolean is(String otherName, RpcMethod other) {
        return name.equals(otherName)
                && method.name().equals(other.name())
                && method.service() == other.service()
                && method.overloads() == other.overloads();
    }

    /** Returns the same tool with the description that another one has. */
    Tool describedAs(Tool other) {
        description = other.description;
        return this;
    }

    /** Returns the description as it is listed. */
    JsonText description() {
        return described().text();
    }

    /** Returns the schemas of the arguments and of the result. */
    ToolSchemas schemas() {
        return described().schemas();
    }

    /** Two threads may describe it at the same time, and come to the same. */
    private Description described() {
        Description known = description;
        if (known == null) {
            ToolSchemas schemas = schemasOrNone();
            byte[] written = WRITER.writeValueAsBytes(describe(schemas));
            known = new Description(RawJsonText.copyOf(written, 0, written.length), schemas);
            description = known;
        }
        return known;
    }

    private ToolSchemas schemasOrNone() {
        try {
            return ToolSchemas.of(method);
        } catch (RuntimeException | LinkageError e) {
            LOG.warn("{} cannot be described", Printable.name(method.name()), LoggedThrowable.of(e));
            return new ToolSchemas(Map.of("type", "object"), null, false);
        }
    }

    private Map<String, Object> describe(ToolSchemas schemas) {
        MethodOverload longest = method.longest();
        McpTool annotation = annotation();
        Map<String, Object> tool = new LinkedHashMap<>();
        tool.put("name", name);
        tool.put("title", annotation == null || annotation.title().isEmpty() ? method.name() : annotation.title());
        if (!longest.description().isEmpty()) {
            tool.put("description", longest.description());
        }
        tool.put("inputSchema", schemas.input());
        if (schemas.output() != null) {
            tool.put("outputSchema", schemas.output());
        }
        if (annotation != null) {
            tool.put("annotations", hints(annotation));
        }
        return tool;
    }

    private McpTool annotation() {
        return method.overloads().stream()
                .map(MethodOverload::tool)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Map<String, Object> hints(McpTool annotation) {
        Map<String, Object> hints = new LinkedHashMap<>();
        hints.put("readOnlyHint", annotation.readOnly());
        if (!annotation.readOnly()) {
            hints.put("destructiveHint", annotation.destructive());
            hints.put("idempotentHint", annotation.idempotent());
        }
        hints.put("openWorldHint", annotation.openWorld());
        return hints;
    }
}
