/**
 * Readiness and data: the one seam between the engine and the operating system.
 *
 * <p>A {@link dev.patchbay.server.poll.Poller} waits for sockets on behalf of one event loop, and a {@link
 * dev.patchbay.server.poll.Port} moves the bytes of one connection. There are two implementations: Linux {@code epoll}
 * through {@code java.lang.foreign}, in the overlay for Java 25, and {@link dev.patchbay.server.poll.PortablePoller} on
 * junixsocket's selector and channels, everywhere. {@link dev.patchbay.server.poll.Platform} is the class that the overlay
 * replaces; it reports what this Java can do, and why it cannot use {@code epoll} where that is so.
 *
 * <p>Readiness is told once: after a poller has said that a port is readable (writable), it says so again only after a
 * read (write) came up short. So nothing needs to be switched off while a connection is paused, and in the steady state a
 * message costs a wait, a read and a write, and no further call.
 *
 * <p>A read that came up short has emptied the socket, with one exception: the kernel ends a read where the sender attached
 * descriptors or the like. The portable poller asks the kernel again anyway; with {@code epoll}, {@code ShortReads} looks
 * at sockets that have been silent since such a read.
 *
 * <p>Bytes are read by the connection's turn and written by whoever sends, which may be two threads at the same time. An
 * interrupt of a thread that reads or writes through a channel closes the channel; {@link
 * dev.patchbay.server.poll.Port#mayBeInterrupted} says where callers have to keep it away.
 *
 * <p>Descriptors that a client sends are the process's own from the read on, and independent of the connection; {@link
 * dev.patchbay.server.poll.DescriptorCopies} makes those independent that a handler sends.
 */
package dev.patchbay.server.poll;
