/**
 * The JSON-RPC 2.0 protocol on connections. Begin with {@link dev.patchbay.handler.json.rpc.JsonRpcHandler}, which the
 * server calls. It has a {@link dev.patchbay.handler.json.rpc.Session} for each connection. A session takes messages
 * from the input; its {@link dev.patchbay.handler.json.rpc.Dispatcher} finds the method of each request; {@link
 * dev.patchbay.handler.json.rpc.MessageSender} writes to the client.
 *
 * <p><b>Threads.</b> Messages are read, parsed and dispatched on the event loop. A method declared {@code EVENT_LOOP}
 * runs there as well. Any other method becomes a {@code Call} on a thread that may block; this thread binds the params,
 * invokes the method, and writes and sends the response.
 *
 * <p><b>What a call holds until it finishes.</b> It holds a call on its service, so that the service's unregistration
 * waits for it. It holds a pending response of the connection, so that a swap and a drain wait for it. And it counts as
 * one of the requests that the connection may have in flight.
 */
package dev.patchbay.handler.json.rpc;
