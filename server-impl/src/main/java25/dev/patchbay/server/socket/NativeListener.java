package dev.patchbay.server.socket;

import dev.patchbay.server.config.SocketConfig;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;
import org.newsclub.net.unix.FileDescriptorCast;

/** Makes sockets that are bound to their public name. The class for Java 17 has the contract of the methods. */
final class NativeListener {

    /** The encoding in which Java passes file names to the kernel. */
    private static final Charset FILE_NAMES = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));

    private NativeListener() {}

    static boolean isAvailable() {
        return SocketCallsAvailability.AVAILABLE;
    }

    static AFUNIXServerSocketChannel open(SocketConfig config, SocketFile file) throws IOException {
        file.removeStale();
        int descriptor = SocketCalls.socket();
        boolean done = false;
        try {
            // The mode of the unbound socket is that of the file which bind(2) creates, less the umask.
            SocketCalls.changeMode(descriptor, config.permissions());
            boolean listens = bindWithoutUmask(descriptor, config);
            file.bound(config);
            if (!listens) {
                SocketCalls.listen(descriptor, config.backlog());
            }
            AFUNIXServerSocketChannel channel = adopt(descriptor);
            done = true;
            return channel;
        } catch (IOException e) {
            throw new IOException("cannot make a socket at " + config.path() + ": " + e.getMessage(), e);
        } finally {
            if (!done) {
                try {
                    file.unpublish();
                } finally {
                    SocketCalls.close(descriptor);
                }
            }
        }
    }

    /**
     * Binds on a thread whose umask is its own, so that the file has its mode from the beginning. Where no thread may have one, the
     * file lacks the bits of the process's umask until its mode is set, which is before it listens. If the file has its mode and
     * its group at once, the same thread listens at once.
     *
     * @return whether the socket listens
     */
    private static boolean bindWithoutUmask(int descriptor, SocketConfig config) throws IOException {
        byte[] path = config.path().getBytes(FILE_NAMES);
        SocketCalls.linkListen();
        CompletableFuture<Boolean> bound = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        boolean listens = SocketCalls.clearUmaskOfThread()
                                && config.group().isEmpty();
                        SocketCalls.bind(descriptor, path);
                        if (listens) {
                            SocketCalls.listen(descriptor, config.backlog());
                        }
                        bound.complete(listens);
                    } catch (Throwable e) {
                        bound.completeExceptionally(e);
                    }
                },
                "patchbay-bind");
        thread.setDaemon(true);
        thread.start();
        try {
            return bound.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static AFUNIXServerSocketChannel adopt(int descriptor) throws IOException {
        AFUNIXServerSocketChannel channel =
                FileDescriptorCast.unsafeUsing(descriptor).as(AFUNIXServerSocketChannel.class);
        channel.setDeleteOnClose(false);
        channel.configureBlocking(false);
        return channel;
    }
}
