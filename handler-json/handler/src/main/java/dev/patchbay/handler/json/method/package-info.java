/**
 * Methods of services as JSON-RPC methods. Begin with {@link dev.patchbay.handler.json.method.MethodRegistry}, in which
 * {@code rpc} finds a method by its name; {@code publish} fills it. {@link dev.patchbay.handler.json.method.RpcMethod}
 * chooses an overload, has the params bound to its parameters and invokes it. {@link
 * dev.patchbay.handler.json.method.PublishedService} counts the running calls, so that an unregistration can wait for
 * them. The package is plain Java without OSGi.
 */
package dev.patchbay.handler.json.method;
