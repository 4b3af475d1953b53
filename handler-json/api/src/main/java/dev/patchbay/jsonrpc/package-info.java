/**
 * What the authors of JSON-RPC methods may use, and need not: a service with the property {@code jsonrpc.function}
 * publishes methods without importing anything of this package.
 *
 * <p>{@link dev.patchbay.jsonrpc.JsonRpcFunctions} sets the service properties, {@link
 * dev.patchbay.jsonrpc.JsonRpcException} is an error with a code of its own, {@link dev.patchbay.jsonrpc.JsonRpcClient}
 * is the client that calls, and {@link dev.patchbay.jsonrpc.Param}, {@link dev.patchbay.jsonrpc.AllParams}, {@link
 * dev.patchbay.jsonrpc.Description} and {@link dev.patchbay.jsonrpc.JsonText} say more about parameters than Java does.
 *
 * <p>The package has a bundle of its own, so that the handler is updated without its method bundles being refreshed.
 */
@Version("1.0.0")
@Export
package dev.patchbay.jsonrpc;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
