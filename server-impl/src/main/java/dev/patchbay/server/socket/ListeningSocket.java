package dev.patchbay.server.socket;

import dev.patchbay.server.config.SocketConfig;
import java.io.Closeable;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.newsclub.net.unix.AFSocket;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * A listening Unix socket, with the file system entries that belong to it.
 *
 * <p>{@link #open} returns a socket to which clients can connect, or throws and leaves nothing behind. To be used by one thread
 * at a time; only {@link #close} may be called from any thread. A socket that was {@linkplain InheritedSockets inherited} is never
 * closed, removed or changed.
 */
public final class ListeningSocket implements AutoCloseable {

    private final AFUNIXServerSocketChannel channel;
    private final String address;

    private final boolean inherited;

    /** The file of the socket; null if there is none or it does not belong to this server. */
    private final SocketFile file;

    /** Ends the listening. */
    private final Closeable end;

    /** Whether {@link #keepFile} has found that the file is not in place. Guarded by this. */
    private boolean missing;

    /** Whether the public name is not wanted any more. Guarded by this, never reset. */
    private boolean unpublished;

    private boolean closed;

    private ListeningSocket(
            AFUNIXServerSocketChannel channel, String address, boolean inherited, SocketFile file, Closeable end) {
        this.channel = channel;
        this.address = address;
        this.inherited = inherited;
        this.file = file;
        this.end = end;
    }

    /**
     * Creates a listening socket, or borrows an inherited one.
     *
     * @param config the path and how to listen there. Mode and group have no effect on an abstract socket; mode, group and backlog
     *     have none on an inherited socket
     * @throws IOException if the path is taken or cannot be used; the message tells the operator what to do
     */
    public static ListeningSocket open(SocketConfig config) throws IOException {
        return open(config, InheritedSockets.ofThisProcess(), NativeListener.isAvailable());
    }

    /** Opens a socket; if {@code mayUseNative} is false, in the way that every Java can. */
    static ListeningSocket open(SocketConfig config, InheritedSockets inherited, boolean mayUseNative)
            throws IOException {
        if (config.isInherited()) {
            return openInherited(config.inheritedName(), inherited);
        }
        checkSupported();
        return config.isAbstract() ? openAbstract(config) : openFile(config, mayUseNative);
    }

    /** Returns the non-blocking channel. */
    public AFUNIXServerSocketChannel channel() {
        return channel;
    }

    /** Returns the address to which clients connect. */
    public String address() {
        return address;
    }

    /** Returns whether the socket was inherited, so that it goes on listening after {@link #close}, for the next server. */
    public boolean isInherited() {
        return inherited;
    }

    /**
     * Changes the mode and group of the socket file, if the socket has one of its own. While the group changes, neither the old
     * nor the new group may connect. A new backlog takes effect at the next {@link #open}: junixsocket listens only when it binds.
     */
    public synchronized void change(SocketConfig wanted) throws IOException {
        if (file != null && !closed) {
            file.change(wanted);
        }
    }

    /**
     * Looks whether the file of the socket is in place, renews its times, and puts it back if it was removed. What others have
     * put in its place is left alone, unless it is a stale socket. May wait for the file system.
     *
     * @throws IOException if the file is gone and cannot be put back now; the message tells the operator why
     */
    public synchronized FileUpkeep keepFile() throws IOException {
        if (file == null || unpublished) {
            return FileUpkeep.IN_PLACE;
        }
        missing = true;
        FileUpkeep found = file.keep();
        missing = found == FileUpkeep.LOST;
        return found;
    }

    /**
     * Removes the public name, if it still belongs to this socket. Clients that have connected by then can still be accepted.
     *
     * @return false if the public name was missing or belonged to another file, and {@link #keepFile} has not found that yet
     */
    public synchronized boolean unpublish() throws IOException {
        unpublished = true;
        return file == null || closed || file.unpublish() || missing;
    }

    /** Stops listening and removes every file that belongs to this socket. Calls after the first have no effect. */
    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        try {
            unpublish();
        } finally {
            closed = true;
            try {
                end.close();
            } finally {
                if (file != null) {
                    file.close();
                }
            }
        }
    }

    private static ListeningSocket openInherited(String name, InheritedSockets inherited) throws IOException {
        AFUNIXServerSocketChannel channel = inherited.borrow(name);
        return new ListeningSocket(channel, address(channel), true, null, () -> inherited.giveBack(name));
    }

    private static String address(AFUNIXServerSocketChannel channel) {
        AFUNIXSocketAddress local = channel.getLocalAddress();
        if (local == null) {
            return "";
        }
        return local.isInAbstractNamespace()
                ? "@" + new String(local.getPathAsBytes(), 1, local.getPathAsBytes().length - 1, StandardCharsets.UTF_8)
                : new String(local.getPathAsBytes(), StandardCharsets.UTF_8);
    }

    private static void checkSupported() throws IOException {
        if (!AFSocket.isSupported()) {
            throw new IOException("junixsocket has no native library for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch") + "; patchbay-junixsocket has them, and of junixsocket's own jars"
                    + " a module path needs --add-modules com.kohlschutter.junixsocket.nativecommon");
        }
    }

    private static ListeningSocket openAbstract(SocketConfig config) throws IOException {
        String name = config.path().substring(1);
        try {
            AFUNIXServerSocketChannel channel = bind(AFUNIXSocketAddress.inAbstractNamespace(name), config.backlog());
            return new ListeningSocket(channel, config.path(), false, null, channel);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen at the abstract name " + config.path() + " ("
                            + name.getBytes(StandardCharsets.UTF_8).length + " bytes): " + e.getMessage()
                            + "; if another process uses the name, choose another one",
                    e);
        }
    }

    private static ListeningSocket openFile(SocketConfig config, boolean mayUseNative) throws IOException {
        SocketFile file = SocketFile.claim(Path.of(config.path()));
        try {
            return mayUseNative && file.mayBindPublicName()
                    ? boundPublicly(config, file)
                    : boundPrivately(config, file);
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static ListeningSocket boundPublicly(SocketConfig config, SocketFile file) throws IOException {
        AFUNIXServerSocketChannel channel = NativeListener.open(config, file);
        return new ListeningSocket(channel, config.path(), false, file, () -> close(channel));
    }

    private static ListeningSocket boundPrivately(SocketConfig config, SocketFile file) throws IOException {
        AFUNIXServerSocketChannel bound = bind(AFUNIXSocketAddress.of(file.bindName()), config.backlog());
        AFUNIXServerSocketChannel channel = bound;
        try {
            channel = second(bound);
            file.publish(config);
            return new ListeningSocket(channel, config.path(), false, file, both(channel, bound));
        } catch (IOException | RuntimeException e) {
            both(channel, bound).close();
            throw e;
        }
    }

    private static AFUNIXServerSocketChannel bind(AFUNIXSocketAddress address, int backlog) throws IOException {
        AFUNIXServerSocketChannel channel = AFUNIXServerSocketChannel.open();
        try {
            // With SO_REUSEADDR, which is junixsocket's default, a bind takes the name from a live server.
            channel.socket().setReuseAddress(false);
            channel.bind(address, backlog);
            channel.configureBlocking(false);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /**
     * Creates a second channel for the same socket. With the first channel, junixsocket checks at each accept that the name to
     * which it was bound exists, and closes the socket if it does not; the second channel does not know that name. The first
     * channel has to stay open, since closing it ends the listening.
     */
    private static AFUNIXServerSocketChannel second(AFUNIXServerSocketChannel bound) throws IOException {
        AFUNIXServerSocketChannel second =
                FileDescriptorCast.duplicating(bound.getFileDescriptor()).as(AFUNIXServerSocketChannel.class);
        second.setDeleteOnClose(false);
        second.configureBlocking(false);
        return second;
    }

    private static Closeable both(AFUNIXServerSocketChannel channel, AFUNIXServerSocketChannel bound) {
        return () -> {
            try (bound) {
                close(channel);
            }
        };
    }

    /** Closes a channel with its descriptor: junixsocket leaves that of a server channel open which it has not bound itself. */
    private static void close(AFUNIXServerSocketChannel channel) throws IOException {
        FileDescriptor descriptor = channel.getFileDescriptor();
        try {
            channel.close();
        } finally {
            if (descriptor != null && descriptor.valid()) {
                new FileInputStream(descriptor).close();
            }
        }
    }
}
