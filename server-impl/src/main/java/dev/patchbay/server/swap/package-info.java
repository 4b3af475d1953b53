/**
 * Changing the handler while clients stay connected.
 *
 * <p>A server has one {@link dev.patchbay.server.swap.HandlerSlot}. It knows all handlers that match, and which of them
 * serves. Putting a handler in charge makes a {@link dev.patchbay.server.swap.HandlerLease}: each connection that the
 * handler takes charge of enters the lease and leaves it when it has released the handler. So the count of a lease says
 * who may still call the handler, and no call needs any counting of its own.
 *
 * <p>A change of the choice goes like this: the slot puts the new lease (or none) in place, retires the old one, and tells
 * every connection to look. Each connection, in its own turn and so between two calls, sees that its lease is no longer the
 * slot's: it calls {@code released}, leaves, enters the new lease, calls {@code opened}, and presents what is unconsumed.
 * The last to leave vacates the old lease, and whoever unbinds that handler waits for just that.
 *
 * <p>Service events come concurrently and out of order. The slot therefore never acts on an event; an event changes the
 * set of handlers, and then the slot looks what the best choice is now.
 */
package dev.patchbay.server.swap;
