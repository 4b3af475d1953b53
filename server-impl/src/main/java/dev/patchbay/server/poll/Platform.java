package dev.patchbay.server.poll;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What depends on the version of Java. This is the class for Java 17; the overlay in {@code src/main/java25} replaces it
 * with one that has {@code epoll} and virtual threads.
 */
public final class Platform {

    private Platform() {}

    /** Returns why there is no {@code epoll} poller here, or null if there is one. */
    public static String epollUnavailable() {
        return "it needs Java 25 or newer, and this is Java "
                + Runtime.version().feature();
    }

    /** Makes an {@code epoll} poller. */
    public static Poller epoll() throws IOException {
        throw new IOException("there is no epoll poller: " + epollUnavailable());
    }

    /** Returns threads for calls that may block: here a pool of platform threads that grows as needed. */
    public static ExecutorService blockingExecutor(String name) {
        AtomicLong number = new AtomicLong();
        ThreadFactory threads = task -> {
            Thread thread = new Thread(task, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
        return Executors.newCachedThreadPool(threads);
    }

    /** Returns what those threads are, for reports. */
    public static String blockingThreads() {
        return "pooled platform threads";
    }

    /** Returns the client's supplementary groups, where the kernel tells; here it cannot be asked. */
    public static List<Long> peerGroups(ClientSocket socket) throws IOException {
        return List.of();
    }

    /** Returns the address that the client has bound, as configurations write it; mostly empty. */
    public static String peerAddress(ClientSocket socket) throws IOException {
        return socket.boundAddress();
    }

    /** Returns how many bytes of a chunk its system calls need for themselves. */
    static int stateSize() {
        return 0;
    }

    /** Returns those bytes in the form that the poller needs. */
    static Object state(ByteBuffer direct) {
        return null;
    }

    /** Returns the address of a direct buffer, or 0 where no poller needs it. */
    static long address(ByteBuffer direct) {
        return 0;
    }
}
