/**
 * The Declarative Services shell of the handlers for JSON-RPC 2.0 and MCP, whose methods are public Java methods of OSGi services.
 * Begin with {@link dev.patchbay.handler.json.JsonHandlersComponent}, which reads the configurations. {@code
 * JsonHandlers} has one {@code JsonHandler} for each of them, a service that servers call. {@code
 * MethodServiceCustomizer} adds and removes methods as their services come and go. Only this package knows OSGi.
 *
 * <p>Each package depends only on those that follow it here: {@code embed} makes handlers without OSGi; {@code mcp} makes methods tools of agents; {@code rpc} serves connections; {@code call} runs methods
 * and collects responses; {@code notification} sends notifications; {@code discover} describes the methods; {@code
 * publish} finds the methods of services, and gives them to the handlers that offer them; {@code method} binds
 * parameters and invokes; {@code reflect} finds annotations; {@code message} reads requests and writes responses;
 * {@code jackson} configures Jackson; {@code strict} binds values of the JDK without changing them; {@code buffer} holds
 * reusable memory; {@code framing} finds messages in a stream; {@code config} reads configurations; {@code logging}
 * makes foreign text and exceptions safe to log.
 */
package dev.patchbay.handler.json;
