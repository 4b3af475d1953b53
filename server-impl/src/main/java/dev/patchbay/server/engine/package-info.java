/**
 * The engine: sockets, loops, connections. Plain Java; it can be used without OSGi.
 *
 * <p><b>Threads.</b> Each server has a few {@link dev.patchbay.server.engine.EventLoop event loops}, a platform thread each.
 * A loop waits for the sockets of its connections; the first one also for new connections ({@code Acceptor}). Handlers of
 * kind EVENT_LOOP are called on the loop's thread, all others on threads that may block. One more thread, shared by all
 * servers, keeps the deadlines of drains, swaps and holds.
 *
 * <p><b>Ownership.</b> A {@code Connection} has a turn, and whoever has the turn owns all that belongs to it: its {@code
 * Service} with {@code Receiving}, {@code Calls} and {@code Sending}. Everybody else sets a bit in the connection's signals
 * ({@code Turn} explains it), or hands bytes and tasks to the {@code Mailbox} of its {@code Charge}. There is no lock on the
 * way of a byte. A loop, likewise, is owned by the thread that carries it, and can change hands when a handler blocks that
 * thread ({@code CallGate}).
 *
 * <p><b>States.</b> Those of a server are drawn in {@link dev.patchbay.server.engine.Server}, those of a turn in {@code
 * Turn}.
 *
 * <p><b>Reading order.</b> {@code Server}, {@code Acceptor} (the accept loop), {@code Reception}, {@code EventLoop}, {@code
 * Turn}, {@code Connection}, {@code Service}; then {@code Charge}, which is what a handler sees, and the package {@code swap}.
 */
package dev.patchbay.server.engine;
