package dev.patchbay.server.poll;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What depends on the version of Java: the class for Java 25. See the one for Java 17 for what the methods promise. */
public final class Platform {

    private Platform() {}

    /** Returns why there is no {@code epoll} poller here, or null if there is one. */
    public static String epollUnavailable() {
        return Epoll.unavailable();
    }

    /** Makes an {@code epoll} poller. */
    public static Poller epoll() throws IOException {
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
        return Epoll.unavailable() == null ? PeerSocket.groups(socket.descriptor()) : List.of();
    }

    /** Returns the address that the client has bound, as configurations write it; mostly empty. */
    public static String peerAddress(ClientSocket socket) throws IOException {
        return Epoll.unavailable() == null ? PeerSocket.address(socket.descriptor()) : socket.boundAddress();
    }

    /** Returns how many bytes of a chunk its system calls need for themselves. */
    static int stateSize() {
        return Epoll.STATE_SIZE;
    }

    /** Returns those bytes in the form that the poller needs. */
    static Object state(ByteBuffer direct) {
        return MemorySegment.ofBuffer(direct);
    }

    /** Returns the address of a direct buffer. */
    static long address(ByteBuffer direct) {
        return MemorySegment.ofBuffer(direct).address();
    }
}
