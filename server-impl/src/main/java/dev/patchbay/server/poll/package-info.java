/**
 * Readiness and data: the only seam between the engine and the operating system.
 *
 * <p>A {@link dev.patchbay.server.poll.Poller} waits for sockets on behalf of one event loop, and a {@link
 * dev.patchbay.server.poll.Port} reads and writes the bytes of one connection. There are two implementations: Linux {@code epoll}
 * through {@code java.lang.foreign}, in the overlay for Java 25, and {@link dev.patchbay.server.poll.PortablePoller} on
 * junixsocket's selector and channels, for every platform. The overlay replaces the class {@link
 * dev.patchbay.server.poll.Platform}, which reports what this Java can do and, if it cannot use {@code epoll}, why.
 *
 * <p>The poller that waits for a server socket also accepts from it. What it accepts is a {@link
 * dev.patchbay.server.poll.ClientSocket}, the one owner of the descriptor: it closes it once, whoever asks how often. With {@code
 * epoll} a client costs no object of junixsocket's. accept4(2), getsockopt(2) for the credentials and close(2) are called on the
 * number, and a loop that still has the portable poller makes a channel of it. Each poller that listens has a descriptor of its own
 * for the server socket, because other code may close junixsocket's, and the number then belongs to another file.
 *
 * <p>Readiness is reported once. After a poller has reported a port as readable (writable), it reports it again only after a read
 * (write) has moved fewer bytes than it asked for. Nothing therefore has to be switched off while a connection is paused, and in
 * the steady state a message costs one wait, one read and one write. Room is of interest only after a write that was short; a poller may
 * report it at other times.
 *
 * <p>A read that returns fewer bytes than it asked for has emptied the socket, with one exception: the kernel ends a read where the
 * sender attached descriptors or the like. The portable poller asks the kernel again anyway. For {@code epoll}, {@code ShortReads}
 * checks sockets that have been silent since such a read.
 *
 * <p>The thread that runs the connection's strand reads, and whichever thread sends writes; these may be two threads at the same time.
 * If a thread that uses a channel is interrupted, the channel closes; {@link dev.patchbay.server.poll.Port#mayBeInterrupted} says
 * where callers have to prevent that.
 *
 * <p>From the read on, descriptors sent by a client belong to this process and are independent of the connection. {@link
 * dev.patchbay.server.poll.DescriptorCopies} does the same for descriptors sent by a handler.
 */
package dev.patchbay.server.poll;
