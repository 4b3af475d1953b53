package dev.patchbay.server.poll;

import java.io.IOException;
import org.newsclub.net.unix.AFUNIXServerSocketChannel;

/**
 * Waits for the sockets of one event loop.
 *
 * <p>{@link #await}, {@link #target} and {@link #readiness} belong to the thread that carries the loop; everything else
 * may be called from any thread.
 */
public interface Poller extends AutoCloseable {

    /** The name that configurations and reports use: {@code epoll} or {@code portable}. */
    String name();

    /**
     * Begins to wait for a connection's socket, for reading and writing. The first report says what is ready now.
     *
     * @param socket the connection, whose channel belongs to the port from now on; left open if this fails
     * @param target  whom to tell
     */
    Port open(ClientSocket socket, Pollable target) throws IOException;

    /** Begins to wait for new connections: the target is told again for as long as there are some, unless it pauses. */
    Listening listen(AFUNIXServerSocketChannel channel, Pollable target) throws IOException;

    /**
     * Waits until something is ready, or {@link #wakeup} was called, or the time is over. That the thread is interrupted
     * means nothing here; the portable poller clears it, because the channels that it is about to use would close.
     *
     * @param timeoutMillis how long to wait; 0 only looks, a negative number waits for ever
     * @return how many sockets are ready
     */
    int await(long timeoutMillis) throws IOException;

    /** Returns whom to tell of the ready socket {@code index}, or null if it has been closed since. */
    Pollable target(int index);

    /** Returns what the socket {@code index} is ready for. */
    int readiness(int index);

    /** Ends a wait that is going on, or else the next one. */
    void wakeup();

    /**
     * Makes up for calls of {@link #wakeup} that have failed for want of memory. Called by one thread, about once a second.
     */
    default void repeatFailedWakeup() {}

    /** Gives back what the poller holds; the sockets stay as they are. */
    @Override
    void close();

    /** A server socket that is waited for. */
    interface Listening {

        /** Stops or resumes waiting for new connections; they stay in the backlog meanwhile. */
        void pause(boolean paused);

        /** Stops waiting for ever; to be called before the socket is closed. */
        void cancel();
    }
}
