/**
 * The listening socket and its file. {@link dev.patchbay.server.socket.ListeningSocket} makes a socket appear in the file system
 * with its final mode. It never takes the path of a live server, and removes the path only if it still belongs to it. Begin there;
 * then {@link dev.patchbay.server.socket.SocketFile} has the life of the file.
 *
 * <h2>The private directory</h2>
 *
 * <p>Beside {@code /run/echo.sock} there is the directory {@code /run/.echo.sock.bay} with mode 0700. It contains the lock of the
 * live server, and a second name of the socket's file. By that name its mode and group are changed, because Java follows a link when
 * it changes the mode of a socket, and nobody else can put a link there. By that name, also, the public name is put back when it was
 * removed.
 *
 * <h2>Which name is bound</h2>
 *
 * <p>The kernel, its tools and clients know a socket by the name to which it was bound. There are two ways to make one, and neither
 * has everything:
 *
 * <ul>
 *   <li>To bind the private name and link the public one to it. The path appears in one step, listening, and a stale socket is
 *       replaced in one step. But {@code ss}, {@code lsof} and getpeername(2) show the private name, and a program that asks the
 *       kernel which sockets live, such as {@code systemd-tmpfiles}, takes the public one for dead.
 *   <li>To bind the public name. All of these see what they should. But listen(2) needs a socket that is bound, so the path is there
 *       some microseconds before the socket listens, and a stale socket has to be removed before. Renaming another name over it would
 *       leave the name in the kernel wrong.
 * </ul>
 *
 * <p>The public name is bound where that can be done without a wider mode at any moment: on Java 25 and Linux, by system calls of our
 * own ({@link dev.patchbay.server.socket.NativeListener}). A client of those microseconds is refused, as it is by every other server
 * that starts, and by the stale socket a moment earlier; a wrong name lasts as long as the server. The file has its final mode from
 * the beginning: it is that of the unbound socket (fchmod(2)), and bind(2) is called by a thread that has an empty umask of its own.
 * Where a thread may not have one, as in some containers, the bits of the umask are missing until just before listen(2). The group is
 * set before listen(2), too, so no client is admitted by another one.
 *
 * <p>The private name is bound below Java 25, on other systems, where native access is denied, and in directories where other users
 * could replace the file between two calls (below). The times of the file are renewed regularly, so that it never looks old.
 *
 * <h2>What is trusted</h2>
 *
 * <p>Nothing that was there before. Owner, type and mode of the private directory and of the lock are checked without following a
 * link; what belongs to another user is refused with an error that names them. A path is trusted if nobody but this process's user
 * and root can change where it leads ({@link dev.patchbay.server.socket.TrustedPath}). Otherwise, for example in a directory that
 * everyone may write to and that is not sticky, the directory is opened, and everything is created by the path of its descriptor
 * ({@link dev.patchbay.server.socket.Folder}).
 *
 * <h2>Inherited sockets</h2>
 *
 * <p>A socket that the service manager has created and passed on ({@code systemd:NAME}) comes from {@link
 * dev.patchbay.server.socket.InheritedSockets}. It is never closed, changed or removed.
 */
package dev.patchbay.server.socket;
