/**
 * The protocol: JSON-RPC 2.0. {@link dev.patchbay.handler.json.rpc.RequestReader} makes requests of a text, {@link
 * dev.patchbay.handler.json.rpc.Session} serves those of one connection, {@link
 * dev.patchbay.handler.json.rpc.RpcHandler} is the handler in front.
 *
 * <p><b>Threads.</b> Input is taken, parsed and dispatched on the event loop. A method that is quick runs there too; any
 * other becomes a {@link dev.patchbay.handler.json.rpc.Call} on a thread of its own, which binds the parameters, calls,
 * writes the result and sends it. A call holds three things until it is finished: its service, which therefore waits
 * with its unregistration; a pending answer of the connection, for which swap and drain wait; and one of the requests
 * that the connection may have in flight.
 */
package dev.patchbay.handler.json.rpc;
