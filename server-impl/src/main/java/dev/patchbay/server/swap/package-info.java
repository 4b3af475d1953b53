/**
 * Changes the handler of a server while clients stay connected.
 *
 * <p>A server has one {@link dev.patchbay.server.swap.HandlerSlot}. It knows all handlers that match, and which of them is in
 * charge. Each time it puts a handler in charge, it creates a {@link dev.patchbay.server.swap.HandlerLease}. A connection enters
 * the lease when the handler takes charge of it, and leaves it after it has released the handler. The count of a lease therefore
 * says how many connections may still call the handler, and no single call has to be counted.
 *
 * <p>When the choice changes, the slot puts the new lease (or none) in place, retires the old one, and makes every connection
 * look at it. Each connection does so between two calls. It sees that its lease is no longer the one in force, calls {@code
 * released}, leaves, enters the new lease, calls {@code opened}, and presents the bytes that are not consumed. The last connection
 * to leave vacates the old lease; this is what an unbind of the old handler waits for.
 *
 * <p>Service events arrive concurrently and out of order. The slot therefore never acts on a single event: an event changes the
 * set of handlers, and then the slot determines the best choice in that set.
 */
package dev.patchbay.server.swap;
