/**
 * The Declarative Services shell of the JSON-RPC 2.0 handler, whose methods are public Java methods of OSGi services.
 * Begin with {@link dev.patchbay.handler.json.JsonHandler}, the component that a server calls. {@link
 * dev.patchbay.handler.json.MethodServiceCustomizer} adds and removes methods as their services come and go. Only this
 * package knows OSGi.
 *
 * <p>Each package depends only on those that follow it here: {@code rpc} serves connections; {@code call} runs methods
 * and collects responses; {@code notification} sends notifications; {@code discover} describes the methods; {@code
 * method} binds parameters and invokes; {@code message} reads requests and writes responses; {@code jackson} configures
 * Jackson; {@code strict} binds values of the JDK without changing them; {@code buffer} holds reusable memory; {@code framing} finds messages in a stream; {@code config} reads
 * settings; {@code logging} makes foreign text and exceptions safe to log.
 */
package dev.patchbay.handler.json;
