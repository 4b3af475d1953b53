/**
 * Readiness and data: the one seam between the engine and the operating system.
 *
 * <p>A {@link dev.patchbay.server.poll.Poller} waits for sockets on behalf of one event loop, and a {@link
 * dev.patchbay.server.poll.Port} moves the bytes of one connection. There are two implementations: Linux {@code epoll}
 * through {@code java.lang.foreign}, in the overlay for Java 25, and {@link dev.patchbay.server.poll.PortablePoller} on
 * junixsocket's selector and channels, everywhere. {@link dev.patchbay.server.poll.Platform} is the class that the overlay
 * replaces; it tells what this Java can do.
 *
 * <p>Readiness is told once: after a poller has said that a port is readable (writable), it says so again only after a
 * read (write) came up short. So nothing needs to be switched off while a connection is paused, and in the steady state a
 * message costs a wait, a read and a write, and no further call.
 */
package dev.patchbay.server.poll;
