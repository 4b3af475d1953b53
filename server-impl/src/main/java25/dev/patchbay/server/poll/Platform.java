package dev.patchbay.server.poll;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The features that depend on the version of Java: the class for Java 25. The class for Java 17 has the contract of the methods. */
public final class Platform {

    private static final boolean HAS_EPOLL = EpollAvailability.unavailable() == null;

    private Platform() {}

    /** Returns the reason why {@code epoll} is not available, as the end of a sentence; null if it is available. */
    public static String epollUnavailable() {
        return EpollAvailability.unavailable();
    }

    /** Creates an {@code epoll} poller. */
    public static Poller epoll() throws IOException {
        if (!HAS_EPOLL) {
            throw new IOException("there is no epoll poller: " + epollUnavailable());
        }
        return new EpollPoller();
    }

    /** Returns an executor for calls that may block: here, one virtual thread for each call. */
    public static ExecutorService blockingExecutor(String name) {
        return Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + "-", 1).factory());
    }

    /** Returns the kind of those threads, for reports. */
    public static String blockingThreads() {
        return "virtual threads";
    }

    /** Returns the supplementary groups of the client; empty if the kernel cannot be asked. */
    static List<Long> peerGroups(ChannelSocket socket) throws IOException {
        return HAS_EPOLL ? PeerSocket.groups(socket.descriptor()) : List.of();
    }

    /** Returns the address to which the client is bound, in the form of configurations; mostly empty. */
    static String peerAddress(ChannelSocket socket) throws IOException {
        return HAS_EPOLL ? PeerSocket.address(socket.descriptor()) : socket.boundAddress();
    }

    /** Returns how many bytes of a chunk are reserved for the state of its system calls. */
    static int stateSize() {
        return HAS_EPOLL ? Epoll.STATE_SIZE : 0;
    }

    /** Returns the reserved bytes in the form that the poller needs. */
    static Object state(ByteBuffer direct) {
        return HAS_EPOLL ? MemorySegment.ofBuffer(direct) : null;
    }

    /** Returns the address of a direct buffer; 0 if no poller needs it. */
    static long address(ByteBuffer direct) {
        return HAS_EPOLL ? MemorySegment.ofBuffer(direct).address() : 0;
    }
}
