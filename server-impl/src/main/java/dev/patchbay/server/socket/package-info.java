/**
 * The listening socket and its file. {@link dev.patchbay.server.socket.ListeningSocket} makes a socket appear in the file system
 * already listening and with its final mode. It never takes the path of a live server, and removes the path only if it still
 * belongs to it.
 *
 * <p>For {@code /run/echo.sock}, everything happens in the private directory {@code /run/.echo.sock.bay} with mode 0700. It
 * contains the lock of the live server, and the name to which the socket is bound. The public name is a second link to the same
 * inode, so it can be created in one step when everything is ready.
 *
 * <p>A socket that the service manager has created and passed on ({@code systemd:NAME}) comes from {@link
 * dev.patchbay.server.socket.InheritedSockets}. It is never closed, changed or removed.
 */
package dev.patchbay.server.socket;
