/**
 * The listening socket and its file: {@link dev.patchbay.server.socket.ListeningSocket} makes a socket appear in the file
 * system already listening and with its final mode, never takes a live server's path, and removes the path only if it is
 * still its own.
 *
 * <p>For {@code /run/echo.sock} everything happens in the private directory {@code /run/.echo.sock.bay} (mode 0700): it
 * holds the lock that says that a server is alive, and the name that the socket was bound to. The public name is a second
 * link to the same inode, so it can be made in one step when all is ready.
 *
 * <p>A socket that the service manager has made and handed over ({@code systemd:NAME}) comes out of {@link
 * dev.patchbay.server.socket.InheritedSockets}; nothing of it is ever closed, changed or removed.
 */
package dev.patchbay.server.socket;
