package dev.patchbay.server.poll;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What depends on the version of Java: the class for Java 25. See the one for Java 17 for what the methods promise. */
public final class Platform {

    private static final boolean HAS_EPOLL = EpollAvailability.unavailable() == null;

    private Platform() {}

    /** Returns why there is no {@code epoll} poller here, or null if there is one. */
    public static String epollUnavailable() {
        return EpollAvailability.unavailable();
    }

    /** Makes an {@code epoll} poller. */
    public static Poller epoll() throws IOException {
        if (!HAS_EPOLL) {
            throw new IOException("there is no epoll poller: " + epollUnavailable());
        }
        return new EpollPoller();
    }

    /** Returns threads for calls that may block: here virtual ones. */
    public static ExecutorService blockingExecutor(String name) {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + "-", 1).factory());
    }

    /** Returns what those threads are, for reports. */
    public static String blockingThreads() {
        return "virtual threads";
    }

    /** Returns the client's supplementary groups, where the kernel tells. */
    public static List<Long> peerGroups(ClientSocket socket) throws IOException {
        return HAS_EPOLL ? PeerSocket.groups(socket.descriptor()) : List.of();
    }

    /** Returns the address that the client has bound, as configurations write it; mostly empty. */
    public static String peerAddress(ClientSocket socket) throws IOException {
        return HAS_EPOLL ? PeerSocket.address(socket.descriptor()) : socket.boundAddress();
    }

    /** Returns how many bytes of a chunk its system calls need for themselves. */
    static int stateSize() {
        return HAS_EPOLL ? Epoll.STATE_SIZE : 0;
    }

    /** Returns those bytes in the form that the poller needs. */
    static Object state(ByteBuffer direct) {
        return HAS_EPOLL ? MemorySegment.ofBuffer(direct) : null;
    }

    /** Returns the address of a direct buffer, or 0 where no poller needs it. */
    static long address(ByteBuffer direct) {
        return HAS_EPOLL ? MemorySegment.ofBuffer(direct).address() : 0;
    }
}
