/**
 * The engine: sockets, loops, connections. Plain Java; it can be used without OSGi.
 *
 * <p><b>Threads.</b> Each server has a few {@link dev.patchbay.server.engine.loop.EventLoop event loops}. A loop waits for the
 * sockets of its connections; the first one also accepts new ones ({@code Acceptor}). A platform thread carries it, and if
 * a handler blocks that thread, another one carries the loop on. Handlers of kind EVENT_LOOP are called on the loop's
 * thread, all others on threads that may block. Two more threads, shared by all servers in {@code EngineResources}, keep the time: the
 * timer has the deadlines of drains, swaps and holds; {@code Housekeeper} looks once a second for blocked loops and lost sockets,
 * and makes good what the timer or a turn had no memory for ({@code Deadline}). Any thread of a handler's own may
 * write, submit tasks and close.
 *
 * <p><b>Ownership.</b> There is no lock on the way of a byte. What changes has one owner at a time:
 *
 * <ul>
 *   <li><b>The turn</b> of a connection ({@code Strand}) owns what belongs to serving it: {@code ConnectionDriver} with {@code
 *       Inbound}, {@code HandlerCalls} and {@code HandlerOutput}. Everybody else sets a bit in the connection's signals.
 *   <li><b>Who sends</b> owns the connection's {@code OutputQueue} and writes to its socket. That is a bit of its own in
 *       {@code Outbound}, and needs no turn: whoever has written tries to take it, so what other threads write goes out while
 *       a call of the connection runs. Who finds it taken leaves a note, and the owner looks once more. Writers who have to
 *       wait for a slow client do so in {@code WaitingWriters}.
 *   <li><b>A call</b> appends its output to its worker's {@code CallBuffer}; whoever sends takes it from the other end.
 *   <li><b>A handler's time in charge</b> is a {@code HandlerContext}, the {@code ConnContext} that the handler sees. What other
 *       threads ask of it (close, abort, an answer to come, a task, bytes) is decided in one atomic step, in {@code
 *       HandlerState}, {@code TaskQueue} or {@code Outbound}: it is either in time, or refused because the handler was released.
 *   <li><b>A loop</b> is owned by the thread that carries it; others post tasks or line up connections. {@code CallGate}
 *       stands between a call and those who may interrupt it or take the loop from it. The successor is there before anything
 *       is taken. A loop ends when its last member has left: each connection is one.
 *   <li><b>A server</b>: {@code Lifecycle} holds a lock while state, configuration or socket change; {@code
 *       LiveConnections} one while a connection joins or ends, and is counted and told in the same step. {@code Drain} and
 *       {@code HandlerChanges} each have their own. No handler and no listener is called under any of them.
 * </ul>
 *
 * <p>While a call runs, no other call and no task of its connection does. On an event loop it also keeps the loop's other
 * connections waiting, until the loop is carried on by another thread: after one to two seconds, or at once when the call
 * has to wait for a slow client. It never keeps anybody from sending.
 *
 * <p><b>States.</b> Those of a server are drawn in {@link dev.patchbay.server.engine.Server}, those of a turn in {@code
 * Strand}, of sending in {@code Outbound}, of a handler's time in charge in {@code HandlerState}. {@code Lifecycle} makes a
 * server's steps, {@code SocketKeeper} keeps its listening socket, and {@code Drain} brings about its end.
 *
 * <p><b>Reading order.</b> {@code Server}, {@code Lifecycle}, {@code Acceptor} (the accept loop), {@code Intake}, {@code
 * EventLoop}, {@code Strand}, {@code Connection}, {@code ConnectionDriver}; then {@code HandlerContext}, which is what a handler sees, {@code
 * Outbound}, and the package {@code swap}.
 */
package dev.patchbay.server.engine;
