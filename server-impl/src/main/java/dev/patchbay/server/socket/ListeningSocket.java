package dev.patchbay.server.socket;

import dev.patchbay.server.config.SocketConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.AFUNIXSocketAddress;

/**
 * A Unix socket that listens, and the file system entries that belong to it.
 *
 * <p>{@link #open} either returns a socket that clients can connect to, or leaves nothing behind. Used by one thread at a
 * time, except that {@link #close} may be called from any.
 */
public final class ListeningSocket implements AutoCloseable {

    private final AFUNIXServerSocketChannel channel;
    private final String address;
    private final Path file;
    private final PrivateDirectory bay;
    private final SocketFileMode mode;
    private final Object inode;
    private boolean closed;

    private ListeningSocket(
            AFUNIXServerSocketChannel channel,
            String address,
            Path file,
            PrivateDirectory bay,
            SocketFileMode mode,
            Object inode) {
        this.channel = channel;
        this.address = address;
        this.file = file;
        this.bay = bay;
        this.mode = mode;
        this.inode = inode;
    }

    /**
     * Makes a socket that listens.
     *
     * @param config where, and how; mode and group have no meaning for an abstract name
     * @throws IOException with a sentence for the operator, if the path is taken, or cannot be used
     */
    public static ListeningSocket open(SocketConfig config) throws IOException {
        return config.isAbstract() ? openAbstract(config) : openFile(config, Path.of(config.path()));
    }

    /** Returns the non-blocking channel. */
    public AFUNIXServerSocketChannel channel() {
        return channel;
    }

    /** Returns where clients connect to. */
    public String address() {
        return address;
    }

    /**
     * Changes mode and group of the socket file; does nothing for an abstract name. For the moment in which the group
     * changes, neither the old nor the new one may connect. Another backlog holds from the next {@link #open} on: junixsocket
     * listens only when it binds.
     */
    public synchronized void change(SocketConfig wanted) throws IOException {
        if (mode != null && !closed) {
            mode.apply(wanted);
        }
    }

    /** Removes the public name, if it is still ours; whoever has connected by then can still be accepted. */
    public synchronized void unpublish() throws IOException {
        if (file != null && !closed && inode.equals(inode(file))) {
            Files.deleteIfExists(file);
        }
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
                channel.close();
            } finally {
                if (bay != null) {
                    bay.close();
                }
            }
        }
    }

    private static ListeningSocket openAbstract(SocketConfig config) throws IOException {
        String address = config.path();
        byte[] name = address.substring(1).getBytes(StandardCharsets.UTF_8);
        try {
            return new ListeningSocket(
                    bind(AFUNIXSocketAddress.inAbstractNamespace(address.substring(1)), config.backlog()),
                    address,
                    null,
                    null,
                    null,
                    null);
        } catch (IOException e) {
            throw new IOException(
                    "cannot listen at the abstract name " + address + " (" + name.length + " bytes): " + e.getMessage()
                            + "; another process may have it",
                    e);
        }
    }

    private static ListeningSocket openFile(SocketConfig config, Path file) throws IOException {
        // Before the lock is touched: a second lock on the file by this process would cost a server in it the first
        // one.
        Occupant.checkFree(file);
        PrivateDirectory bay = PrivateDirectory.claim(file);
        AFUNIXServerSocketChannel channel = null;
        try {
            boolean stale = Occupant.checkFree(file);
            channel = bind(AFUNIXSocketAddress.of(bay.bindName()), config.backlog());
            SocketFileMode mode = new SocketFileMode(bay.socket());
            mode.apply(config);
            publish(bay, file, stale);
            return new ListeningSocket(channel, config.path(), file, bay, mode, inode(bay.socket()));
        } catch (IOException | RuntimeException e) {
            if (channel != null) {
                channel.close();
            }
            bay.close();
            throw e;
        }
    }

    private static AFUNIXServerSocketChannel bind(AFUNIXSocketAddress address, int backlog) throws IOException {
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

    /** Makes the public name: in one step, and never over anything but a stale socket. */
    private static void publish(PrivateDirectory bay, Path file, boolean stale) throws IOException {
        if (stale) {
            Path second = Files.createLink(bay.secondName(), bay.socket());
            Files.move(second, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.createLink(file, bay.socket());
        }
    }

    private static Object inode(Path file) throws IOException {
        return Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                ? Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                        .fileKey()
                : null;
    }
}
