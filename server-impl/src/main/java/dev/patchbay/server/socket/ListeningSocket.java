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
 * A Unix socket that listens, and the file system entries that belong to it.
 *
 * <p>{@link #open} either returns a socket that clients can connect to, or leaves nothing behind. Used by one thread at a
 * time, except that {@link #close} may be called from any. A socket that was {@linkplain InheritedSockets inherited} is
 * never closed, removed or changed.
 */
public final class ListeningSocket implements AutoCloseable {

    private final AFUNIXServerSocketChannel channel;
    private final String address;

    private final boolean inherited;

    /** Null for a socket whose file is not ours, or that has none. */
    private final SocketFile file;

    /** Ends the listening. */
    private final Closeable end;

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
     * Makes a socket that listens, or takes one that was inherited.
     *
     * @param config where, and how; mode and group have no meaning for an abstract name, and they and the backlog none for an
     *     inherited socket
     * @throws IOException with a sentence for the operator, if the path is taken, or cannot be used
     */
    public static ListeningSocket open(SocketConfig config) throws IOException {
        return open(config, InheritedSockets.ofThisProcess());
    }

    static ListeningSocket open(SocketConfig config, InheritedSockets inherited) throws IOException {
        if (config.isInherited()) {
            return openInherited(config.inheritedName(), inherited);
        }
        return config.isAbstract() ? openAbstract(config) : openFile(config);
    }

    /** Returns the non-blocking channel. */
    public AFUNIXServerSocketChannel channel() {
        return channel;
    }

    /** Returns where clients connect to. */
    public String address() {
        return address;
    }

    /** Tells whether the socket listens on after {@link #close}, for the next server. */
    public boolean isInherited() {
        return inherited;
    }

    /**
     * Changes mode and group of the socket file, if it is ours. For the moment in which the group changes, neither the old nor
     * the new one may connect. Another backlog holds from the next {@link #open} on: junixsocket listens only when it binds.
     */
    public synchronized void change(SocketConfig wanted) throws IOException {
        if (file != null && !closed) {
            file.change(wanted);
        }
    }

    /**
     * Removes the public name, if it is still ours; whoever has connected by then can still be accepted.
     *
     * @return false if there should be one and was not, or somebody else's was there
     */
    public synchronized boolean unpublish() throws IOException {
        return file == null || closed || file.unpublish();
    }

    /** Stops listening and removes every file that is ours. Calls after the first do nothing. */
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

    private static ListeningSocket openAbstract(SocketConfig config) throws IOException {
        String name = config.path().substring(1);
        try {
            AFUNIXServerSocketChannel channel = bind(AFUNIXSocketAddress.inAbstractNamespace(name), config.backlog());
            return new ListeningSocket(channel, config.path(), false, null, channel);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen at the abstract name " + config.path() + " ("
                            + name.getBytes(StandardCharsets.UTF_8).length + " bytes): " + e.getMessage()
                            + "; another process may have it",
                    e);
        }
    }

    private static ListeningSocket openFile(SocketConfig config) throws IOException {
        SocketFile file = SocketFile.claim(Path.of(config.path()));
        AFUNIXServerSocketChannel bound = null;
        AFUNIXServerSocketChannel channel = null;
        try {
            bound = bind(AFUNIXSocketAddress.of(file.bindName()), config.backlog());
            channel = second(bound);
            file.publish(config);
            return new ListeningSocket(channel, config.path(), false, file, both(channel, bound));
        } catch (IOException | RuntimeException e) {
            if (bound != null) {
                both(channel == null ? bound : channel, bound).close();
            }
            file.close();
            throw e;
        }
    }

    private static AFUNIXServerSocketChannel bind(AFUNIXSocketAddress address, int backlog) throws IOException {
        if (!AFSocket.isSupported()) {
            throw new IOException("junixsocket finds no native library for " + System.getProperty("os.name") + " on "
                    + System.getProperty("os.arch") + "; patchbay-junixsocket has them, and of junixsocket's own jars"
                    + " a module path needs --add-modules com.kohlschutter.junixsocket.nativecommon");
        }
        AFUNIXServerSocketChannel channel = AFUNIXServerSocketChannel.open();
        try {
            // With SO_REUSEADDR, junixsocket's default, a bind takes the name away from a live server.
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
     * Makes a second channel of the same socket, which does not know the name that it was bound to: with the first,
     * junixsocket looks at that name at each accept, and closes the socket when it is gone. The first must stay open, for
     * closing it ends the listening.
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
            FileDescriptor descriptor = channel.getFileDescriptor();
            try (bound) {
                channel.close();
            } finally {
                closeIfOpen(descriptor);
            }
        };
    }

    /** junixsocket leaves the descriptor of a server channel open that it has not bound itself. */
    private static void closeIfOpen(FileDescriptor descriptor) throws IOException {
        if (descriptor != null && descriptor.valid()) {
            new FileInputStream(descriptor).close();
        }
    }
}
