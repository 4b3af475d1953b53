package dev.patchbay.handler.json;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The metatype of a handler's configuration, for tools that show and edit it. {@code DefinitionReader} reads the values.
 */
@ObjectClassDefinition(
        name = "Patchbay MCP handler",
        description =
                "A handler for the Model Context Protocol. The configuration that is of no factory is that of the handler mcp,"
                        + " which is there in any case. A change applies at once.",
        pid = McpHandlerConfiguration.PID,
        factoryPid = McpHandlerConfiguration.PID)
@interface McpHandlerConfiguration {

    /** That of {@code HandlerKind.MCP}; annotations need a constant. */
    String PID = "dev.patchbay.handler.mcp";

    @AttributeDefinition(
            name = "Name",
            description =
                    "The name by which servers choose the handler: letters, digits, hyphens, dots, underscores. By"
                            + " default the name of the configuration within its factory, and mcp without a factory.",
            required = false)
    String handler_name();

    @AttributeDefinition(
            name = "Tools",
            description =
                    "LDAP filter over the properties of method services. It selects those whose methods the"
                            + " handler offers as tools, if they are tools. Services with an audience are selected only if it names that property.")
    String tools_target() default "(!(jsonrpc.audience=*))";

    @AttributeDefinition(name = "Ranking", description = "The handler's service.ranking.", type = AttributeType.INTEGER)
    String service_ranking() default "-1";

    @AttributeDefinition(
            name = "Longest message",
            description = "Bytes of a message without its framing. The server's message.max must leave room for more.",
            type = AttributeType.INTEGER,
            min = "64",
            max = "1073741824")
    String message_max() default "1000000";

    @AttributeDefinition(
            name = "Greatest depth",
            description = "How deep arrays and objects may be nested in a message.",
            type = AttributeType.INTEGER,
            min = "1",
            max = "1000")
    String depth_max() default "100";

    @AttributeDefinition(
            name = "Longest number",
            description = "How many characters a number may have.",
            type = AttributeType.INTEGER,
            min = "20",
            max = "1073741824")
    String number_max() default "1000";

    @AttributeDefinition(
            name = "Requests in flight",
            description = "How many calls of one connection may run at the same time; further ones wait.",
            type = AttributeType.INTEGER,
            min = "1",
            max = "1073741824")
    String in_flight_max() default "64";

    @AttributeDefinition(
            name = "Kept responses",
            description = "Bytes of responses that cannot be sent yet, of one connection and of one batch.",
            type = AttributeType.INTEGER,
            min = "1000",
            max = "1073741824")
    String answers_max() default "4000000";

    @AttributeDefinition(
            name = "In order",
            description = "Whether responses are sent in the order of their requests.",
            type = AttributeType.BOOLEAN)
    String in_order() default "false";

    @AttributeDefinition(
            name = "Unregistration timeout",
            description = "How long the unregistration of a method service waits for running calls.")
    String unregister_timeout() default "5s";

    @AttributeDefinition(
            name = "Threads",
            description = "Platform threads for methods on Java below 21, which has no virtual threads.",
            type = AttributeType.INTEGER,
            min = "1",
            max = "100000")
    String threads_max() default "200";
}
