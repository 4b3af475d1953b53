/**
 * The API for authors of JSON-RPC methods. It is optional: a service with the property {@code jsonrpc.function}
 * publishes methods without importing this package.
 *
 * <p>Begin with {@link dev.patchbay.jsonrpc.JsonRpcFunctions}, the annotation that sets the service properties. {@link
 * dev.patchbay.jsonrpc.JsonRpcMethod} gives a method a name that is no Java name. {@link
 * dev.patchbay.jsonrpc.JsonRpcException} is an error object with a code and data. {@link
 * dev.patchbay.jsonrpc.JsonRpcClient} sends notifications to the calling client. {@link dev.patchbay.jsonrpc.Param},
 * {@link dev.patchbay.jsonrpc.AllParams}, {@link dev.patchbay.jsonrpc.JsonText} and {@link
 * dev.patchbay.jsonrpc.Description} describe parameters and methods in more detail than Java types do. The handler
 * reads the annotations when a service is registered, and calls the methods.
 *
 * <p>The package has its own bundle, so an update of the handler does not refresh the bundles with methods.
 */
@Version("1.0.0")
@Export
package dev.patchbay.jsonrpc;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
