package dev.patchbay.server.poll;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The features that depend on the version of Java. This is the class for Java 17; the overlay in {@code src/main/java25} replaces
 * it by one with {@code epoll} and virtual threads. All methods may be called from any thread.
 */
public final class Platform {

    private Platform() {}

    /** Returns the reason why {@code epoll} is not available, as the end of a sentence; null if it is available. */
    public static String epollUnavailable() {
        return "it needs Java 25 or newer, and this is Java "
                + Runtime.version().feature();
    }

    /**
     * Creates an {@code epoll} poller.
     *
     * @throws IOException if {@code epoll} is not available, or descriptors have run out
     */
    public static Poller epoll() throws IOException {
        throw new IOException("there is no epoll poller: " + epollUnavailable());
    }

    /** Returns an executor for calls that may block: here, a pool of platform threads that grows as needed. */
    public static ExecutorService blockingExecutor(String name) {
        AtomicLong number = new AtomicLong();
        return Executors.newCachedThreadPool(task -> thread(task, name + "-" + number.incrementAndGet()));
    }

    /**
     * Creates a thread that keeps nothing of the code that needs it. Until Java 23 a thread keeps the classes that are on the stack
     * where it is made, and that may be a call of a handler, which is removed before the thread ends.
     */
    @SuppressWarnings("removal")
    private static Thread thread(Runnable task, String name) {
        PrivilegedAction<Thread> create = () -> new Thread(task, name);
        Thread thread = AccessController.doPrivileged(create);
        thread.setDaemon(true);
        return thread;
    }

    /** Returns the kind of those threads, for reports. */
    public static String blockingThreads() {
        return "pooled platform threads";
    }

    /** Returns the supplementary groups of the client; here always empty, since the kernel cannot be asked. */
    static List<Long> peerGroups(ChannelSocket socket) throws IOException {
        return List.of();
    }

    /** Returns the address to which the client is bound, in the form of configurations; mostly empty. */
    static String peerAddress(ChannelSocket socket) throws IOException {
        return socket.boundAddress();
    }

    /** Returns how many bytes of a chunk are reserved for the state of its system calls. */
    static int stateSize() {
        return 0;
    }

    /** Returns the reserved bytes in the form that the poller needs. */
    static Object state(ByteBuffer direct) {
        return null;
    }

    /** Returns the address of a direct buffer; 0 if no poller needs it. */
    static long address(ByteBuffer direct) {
        return 0;
    }
}
