package dev.patchbay.server.poll;

import dev.patchbay.api.PeerCredentials;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.newsclub.net.unix.AFUNIXSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/**
 * The socket of a client that was accepted with accept4(2): a descriptor, and no object of junixsocket's. The object is created
 * before the call, so that no descriptor is lost for want of memory.
 *
 * <p>The descriptor is closed once, by the first {@link #close}: its number may belong to another file from then on. A loop that
 * uses the portable poller gets a channel, which owns the descriptor from then on.
 */
final class AcceptedSocket extends ClientSocket {

    private static final int EBADF = 9;
    private static final int EINVAL = 22;
    private static final int ENOTSOCK = 88;
    private static final int ECONNABORTED = 103;

    private final PeerReader peers;

    /** The number of the descriptor; negative before it is accepted and once it is closed. Guarded by this. */
    private int descriptor = -1;

    /** The channel, if there had to be one. Guarded by this. */
    private AFUNIXSocketChannel channel;

    /**
     * Creates an object for the next client.
     *
     * @param peers has memory for the calls, and belongs to the thread that accepts
     */
    AcceptedSocket(PeerReader peers) {
        this.peers = peers;
    }

    /**
     * Accepts a client.
     *
     * @return whether there was one
     */
    synchronized boolean accept(int listener) throws IOException {
        int result;
        do {
            result = peers.accept(listener);
        } while (result == -Epoll.EINTR || result == -ECONNABORTED);
        if (result == -Epoll.EAGAIN) {
            return false;
        }
        if (result == -EBADF || result == -EINVAL || result == -ENOTSOCK) {
            throw new ClosedChannelException();
        }
        descriptor = Epoll.check("accept4", result);
        return true;
    }

    @Override
    public PeerCredentials credentials() throws IOException {
        return peers.credentials(descriptor());
    }

    /** {@inheritDoc} Called by the thread that accepts, before it accepts the next client. */
    @Override
    public String address() throws IOException {
        return peers.isBound() ? PeerSocket.address(descriptor()) : "";
    }

    @Override
    public void setBuffers(int send, int receive) throws IOException {
        if (send > 0) {
            PeerSocket.setSendBuffer(descriptor(), send);
        }
        if (receive > 0) {
            PeerSocket.setReceiveBuffer(descriptor(), receive);
        }
    }

    @Override
    synchronized int descriptor() throws IOException {
        if (descriptor < 0) {
            throw new ClosedChannelException();
        }
        return descriptor;
    }

    @Override
    synchronized AFUNIXSocketChannel channel() throws IOException {
        if (channel == null) {
            channel = FileDescriptorCast.unsafeUsing(descriptor()).as(AFUNIXSocketChannel.class);
        }
        return channel;
    }

    /** Needs no memory, unless there is a channel. */
    @Override
    public void close() throws IOException {
        AFUNIXSocketChannel owner;
        synchronized (this) {
            int number = descriptor;
            owner = channel;
            descriptor = -1;
            if (owner == null && number >= 0) {
                Epoll.close(number);
            }
        }
        if (owner != null) {
            close(owner);
        }
    }

    private static void close(AFUNIXSocketChannel owner) throws IOException {
        FileDescriptor descriptor = owner.getFileDescriptor();
        try {
            owner.close();
        } finally {
            if (descriptor != null && descriptor.valid()) {
                new FileInputStream(descriptor).close();
            }
        }
    }
}
