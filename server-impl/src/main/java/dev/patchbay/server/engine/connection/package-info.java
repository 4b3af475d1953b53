/**
 * One connection, from its first byte to the closing of its socket.
 *
 * <p>{@code Strand} decides which thread serves the connection; {@code ConnectionDriver} is what that thread does: it brings
 * the handler in charge into line with the server's choice, runs tasks, lets {@code Inbound} read and present bytes, and brings
 * about the end. {@code HandlerCalls} surrounds every call into a handler. {@code HandlerContext} is the {@code ConnContext}
 * that the handler sees, one for each time that a handler is in charge; {@code HandlerState} and {@code TaskQueue} hold what
 * other threads ask of it.
 *
 * <p>{@code Outbound} sends, and needs no strand for that: the call that runs appends to its worker's buffer through {@code
 * CallOutput}, other threads hand segments in, and whoever finds nobody sending sends.
 *
 * <p>The server is seen through one interface, {@code ConnectionHost}. Begin with {@code Connection} and {@code Strand}.
 */
package dev.patchbay.server.engine.connection;
