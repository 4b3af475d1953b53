/**
 * JSON-RPC for programs that run servers themselves, without OSGi. {@link dev.patchbay.jsonrpc.embed.JsonRpc} makes a
 * handler of objects with methods, or with tools for MCP. The methods are published, called and described as those of services are, with the
 * annotations of {@link dev.patchbay.jsonrpc}. The handler is that of {@code patchbay-handler-json}, which has to be on
 * the class path or on the module path.
 */
@Version("1.0.0")
@Export
package dev.patchbay.jsonrpc.embed;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
