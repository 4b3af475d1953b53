/**
 * Methods as tools of the Model Context Protocol (MCP). It is optional: a service with the property {@code mcp.tool =
 * true} offers its methods as tools without importing this package.
 *
 * <p>Begin with {@link dev.patchbay.jsonrpc.mcp.McpTool}, which makes a method a tool, and says how it behaves. A method
 * with a parameter of the type {@link dev.patchbay.jsonrpc.mcp.McpRequest} tells its client about its progress.
 */
@Version("1.0.0")
@Export
package dev.patchbay.jsonrpc.mcp;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
