/**
 * The engine: servers with their sockets, event loops and connections. It is plain Java and can be used without OSGi.
 *
 * <p><b>Packages.</b> This package holds the server itself: its life, the accept loop, the drain, the swap, the
 * statistics. {@code engine.connection} holds what belongs to one connection, {@code engine.loop} the event loops and
 * the resources that servers share, {@code engine.memory} the buffers. Each knows only those after it.
 *
 * <p><b>Threads.</b> Each server has a few {@link dev.patchbay.server.engine.loop.EventLoop event loops}. A loop waits
 * for the sockets of its connections; the first loop also accepts new ones ({@code Acceptor}). A platform thread, the
 * carrier, runs the loop. If a handler blocks the carrier, another thread takes the loop over. Handlers of kind
 * EVENT_LOOP are called by the carrier, all others on threads that may block. Two more threads belong to
 * {@code EngineResources}, which all servers share. The timer keeps the deadlines of drains, swaps and holds. The
 * {@code Housekeeper} checks once a second for blocked loops and lost sockets, and repeats what the timer or a strand
 * had no memory for ({@code Deadline}). A handler's own threads may write, submit tasks and close at any time.
 *
 * <p><b>Ownership.</b> No lock is taken on the path of a byte. Each piece of mutable state has one owner at a time:
 *
 * <ul>
 *   <li><b>The strand</b> of a connection ({@code Strand}) owns the state that serves it: {@code ConnectionDriver} with
 *       {@code Inbound}, {@code HandlerCalls} and {@code HandlerOutput}. One thread at a time runs the strand. Other
 *       threads set a bit in the connection's signals.
 *   <li><b>The sender</b> owns the connection's {@code OutputQueue} and writes to its socket. It is elected by a bit of
 *       its own in {@code Outbound}, and does not need the strand: each thread that has written tries to become the
 *       sender, so the output of other threads leaves while a call of the connection runs. A thread that finds a sender
 *       leaves a note, and the sender looks once more. Threads that have to wait for a slow client do so in
 *       {@code WaitingWriters}.
 *   <li><b>A call</b> appends its output to the {@code CallBuffer} of its worker. The sender takes it from the other
 *   end.
 *   <li><b>The handler in charge</b> sees the connection as a {@code HandlerContext}, one for each time that a handler
 *       is in charge. What other threads ask of it (close, abort, an answer to come, a task, bytes) is decided in one
 *       atomic step, in {@code HandlerState}, {@code TaskQueue} or {@code Outbound}: it either arrives in time, or is
 *       refused because the handler was released.
 *   <li><b>A loop</b> is owned by its carrier. Other threads post tasks and enqueue strands. Other threads interrupt a
 *       call, or take the loop from its thread, only through the {@code CallGate}. The successor of a carrier has
 *       started before the loop is taken. A loop stops when its last member has left; each connection is a member.
 *   <li><b>A server</b>: {@code Lifecycle} holds a lock while state, configuration or socket change.
 *       {@code LiveConnections} holds one while a connection joins or ends, and counts and reports it in the same step.
 *       {@code Drain}, {@code HandlerChanges} and {@code Deadline} each have their own. No handler and no listener is
 *       called under any of these locks.
 * </ul>
 *
 * <p><b>Numbers.</b> What a loop does, its carrier counts in {@code LoopCounters}, in plain fields that others read; what
 * other threads do is counted in {@code Statistics} and {@code CallMeter}. Both are added up for a snapshot.
 *
 * <p>While a call runs, no other call and no task of its connection runs. On an event loop a call also delays the other
 * connections of the loop, until another thread takes the loop over: after one to two seconds, or at once if the call
 * has to wait for a slow client. A call never prevents other threads from sending.
 *
 * <p><b>States.</b> {@link dev.patchbay.server.engine.Server} draws the states of a server, {@code Strand} those of a
 * strand, {@code Outbound} those of the sender, {@code HandlerState} those of the handler in charge. {@code Lifecycle}
 * makes the transitions of a server, {@code SocketKeeper} keeps its socket open, {@code Drain} ends it.
 *
 * <p><b>Reading order.</b> {@code Server}, {@code Lifecycle}, {@code Acceptor} (the accept loop), {@code Intake},
 * {@code EventLoop}, {@code Strand}, {@code Connection}, {@code ConnectionDriver}; then {@code HandlerContext}, which
 * is what a handler sees, {@code Outbound}, and the package {@code swap}.
 */
package dev.patchbay.server.engine;
