/**
 * The Model Context Protocol (MCP): methods that are tools, in the revisions 2025-06-18 and 2025-11-25, which begin with a
 * handshake, and 2026-07-28, which has none. It is JSON-RPC, so a connection is served by the session of {@code rpc}, as
 * any other. What the protocol adds is a table of methods of its own.
 *
 * <p>Begin with {@link dev.patchbay.handler.json.mcp.McpDialect}, which is made for a registry of tools. {@code Handshake}
 * has the methods that are answered at once, on the event loop, so in the order in which they arrive; {@code ToolMethods}
 * those that may block. {@code McpState} is what a connection has agreed on: attributes of JDK types, so that it outlives
 * a swap of the handler. {@code Tools} names the tools, {@code Tool} describes one, {@code ToolCall} calls it.
 *
 * <p>Calls of tools run in the call of {@code tools/call}, so limits, cancellation, swaps and the unregistration of a
 * service apply to them as to any method.
 */
package dev.patchbay.handler.json.mcp;
