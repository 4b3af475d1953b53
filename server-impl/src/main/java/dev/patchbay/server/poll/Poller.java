package dev.patchbay.server.poll;

import java.io.IOException;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;

/**
 * Waits for the sockets of one event loop.
 *
 * <p>{@link #await}, {@link #target} and {@link #readiness} are called by the thread that runs the loop; all other methods may be
 * called from any thread.
 */
public interface Poller extends AutoCloseable {

    /** Returns the name used in configurations and reports: {@code epoll} or {@code portable}. */
    String name();

    /**
     * Starts waiting for the socket of a connection. Input that is there already is reported; room is reported after a write that was short.
     *
     * @param socket the socket, which belongs to the port from now on; if this method throws, it stays open and belongs to
     *               the caller
     * @param target the object to notify
     */
    Port open(ClientSocket socket, Pollable target) throws IOException;

    /** Starts waiting for new connections. The target is notified for as long as there are any, unless it pauses. */
    Listening listen(AFUNIXServerSocketChannel channel, Pollable target) throws IOException;

    /**
     * Waits until a socket is ready, {@link #wakeup} is called, or the time is up. An interrupt of the thread has no effect. The
     * portable poller clears the interrupt flag, since an interrupted thread would close the channels that it uses next.
     *
     * @param timeoutMillis how long to wait; 0 returns at once, a negative number waits without limit
     * @return how many sockets are ready
     */
    int await(long timeoutMillis) throws IOException;

    /** Returns whether more sockets may be ready than {@link #await} has returned, because there was no room for them. */
    default boolean hasMore() {
        return false;
    }

    /** Returns the target of the ready socket {@code index}; null if it was closed in the meantime. */
    Pollable target(int index);

    /** Returns what the ready socket {@code index} is ready for, as a sum of the constants of {@link Pollable}. */
    int readiness(int index);

    /** Ends the wait in progress, or the next one if there is none. */
    void wakeup();

    /** Repeats a {@link #wakeup} that failed for want of memory. Called about once a second, always by the same thread. */
    default void repeatFailedWakeup() {}

    /** Releases the resources of the poller. The sockets stay open. */
    @Override
    void close();

    /** A server socket for which the poller waits. */
    interface Listening {

        /**
         * Accepts a client. Called on the loop's thread, before {@link #cancel}.
         *
         * @return null if no client waits
         * @throws IOException if memory or descriptors have run out, so that the client goes on waiting; or if the server socket
         *     is closed: then a {@link java.nio.channels.ClosedChannelException}, or one of junixsocket's
         */
        ClientSocket accept() throws IOException;

        /** Stops or resumes waiting for new connections. While it is stopped, they stay in the backlog. */
        void pause(boolean paused);

        /** Stops waiting for good. To be called before the socket is closed. */
        void cancel();
    }
}
