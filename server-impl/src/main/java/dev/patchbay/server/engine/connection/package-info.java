/**
 * One connection, from its first byte to the closing of its socket.
 *
 * <p>{@code Strand} decides which thread serves the connection. {@code ConnectionDriver} is the work of that thread: it puts
 * the chosen handler in charge, runs tasks, has {@code Inbound} read and present bytes, and decides about the end. {@code
 * HandlerCalls} makes every call into a handler. {@code HandlerContext} is the {@code ConnContext} that the handler sees, a new
 * one each time that a handler takes charge. {@code HandlerState} and {@code TaskQueue} hold what other threads request of it.
 * {@code Teardown} is the end.
 *
 * <p>{@code Mailbox} is the connection as a reference that outlives swaps, with the messages that wait for its handler; {@code
 * Groups} are the groups that such references join.
 *
 * <p>{@code HandlerOutput} receives what handlers write. {@code Outbound} sends it, and does not need the strand for that: the
 * running call appends to its worker's buffer, other threads push onto the {@code HandedInStack}, and the thread that finds no
 * other one sending becomes the sender, which owns the {@code SocketWriter}.
 *
 * <p>The strand passes its worker down as a parameter. Only what a running call requests asks {@code Strand} for it. {@code
 * Worker.mayBlock} returns whether the thread may wait.
 *
 * <p>The server is seen through one interface, {@code ConnectionHost}. Begin with {@code Connection} and {@code Strand}.
 */
package dev.patchbay.server.engine.connection;
