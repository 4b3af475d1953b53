package dev.patchbay.api.embed;

import dev.patchbay.api.Handler;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A server that runs in this program. Until it is closed, it can be stopped and started again.
 *
 * <pre>{@code
 * try (Server server = Server.at("/run/user/1000/echo.sock").handler((conn, in) -> conn.write(in)).start()) {
 *     ...
 * }
 * }</pre>
 *
 * <p>The threads of the server are daemon threads, which do not keep the program running. All methods may be called from any
 * thread, in any order. Their effect depends only on the {@linkplain ServerSnapshot#state() state}:
 *
 * <table>
 * <caption>What a call does in each state</caption>
 * <tr><th></th><th>RUNNING</th><th>DRAINING</th><th>STOPPED, FAILED</th><th>closed</th></tr>
 * <tr><th>{@link #start()}</th>
 *   <td>has no effect</td>
 *   <td>{@code IllegalStateException}</td>
 *   <td>starts; FAILED if that is not possible</td>
 *   <td>{@code IllegalStateException}</td></tr>
 * <tr><th>{@link #configure}</th>
 *   <td>applies at once</td>
 *   <td>limits and timeouts apply at once, {@code drain.timeout} to the drain in progress; all others apply at the next start</td>
 *   <td>applies at the next start</td>
 *   <td>{@code IllegalStateException}</td></tr>
 * <tr><th>{@link #stop()}</th>
 *   <td>begins to drain</td>
 *   <td>has no further effect</td>
 *   <td>STOPPED</td>
 *   <td>has no further effect</td></tr>
 * <tr><th>{@link #stop(Duration)}</th>
 *   <td>begins to drain, within the given time</td>
 *   <td>shortens the drain if it would take longer</td>
 *   <td>STOPPED</td>
 *   <td>shortens a drain that is still in progress</td></tr>
 * <tr><th>{@link #close()}</th>
 *   <td>drains, waits, releases everything</td>
 *   <td>waits, releases everything</td>
 *   <td>releases everything</td>
 *   <td>waits until everything is released</td></tr>
 * <tr><th>{@link #add}, {@link #lookForPlugins()}</th>
 *   <td>applies at once</td><td>applies at once</td><td>applies at the next start</td>
 *   <td>{@code IllegalStateException}</td></tr>
 * </table>
 *
 * <p>The table applies to all threads, with two exceptions for threads that must not wait. First, in a call of one of this
 * server's handlers, in a task of a connection and in a method of a listener, {@code close()} begins the end and returns, since
 * it would otherwise wait for itself; the rest happens in the background. Second, on an interrupted thread, {@code close()} does
 * the same and leaves the interrupt flag set. All other methods do what the table says and leave the interrupt flag unchanged.
 * Methods that only report something ({@link #address()}, {@link #snapshot()}, {@link #connections()}) work in every state.
 */
@ProviderType
public interface Server extends AutoCloseable {

    /**
     * Returns a builder for a server.
     *
     * @param address the value of {@code socket.path}: an absolute path, or {@code @name}
     */
    static ServerBuilder at(String address) {
        return new ServerBuilder(address);
    }

    /** Returns a builder for a server whose socket is a file. */
    static ServerBuilder at(Path socket) {
        return at(socket.toAbsolutePath().toString());
    }

    /** Returns the address to which clients connect. */
    String address();

    /** Returns a snapshot of the server. */
    ServerSnapshot snapshot();

    /** Returns snapshots of the live connections, the oldest first. */
    List<ConnectionSnapshot> connections();

    /**
     * Adds a handler. It is put in charge if it is the best choice: the one with the highest ranking; among equals, the oldest.
     * Live connections move to it between two calls.
     *
     * @param properties service properties that are added to those of the handler's annotation or replace them
     * @return a registration that removes the handler when it is closed
     * @throws IllegalArgumentException if the properties are not valid
     * @throws IllegalStateException    if the server is closed
     */
    Registration add(Handler handler, Map<String, ?> properties);

    /** Adds a handler with the properties of its {@link dev.patchbay.api.HandlerProperties} annotation, if it has one. */
    Registration add(Handler handler);

    /**
     * Looks into the folder of plugins now instead of at the next regular time, and returns when the changes that it found have
     * been applied. Files that are still being written are left for a later time.
     */
    void lookForPlugins();

    /**
     * Changes the configuration. If the server is running, the change applies at once, also to live connections. This method
     * never starts the server.
     *
     * @param changes the keys and values to change; all others stay as they are
     * @throws IllegalArgumentException if the configuration has faults; the message names all of them, and nothing has changed
     * @throws IOException              if a new socket cannot be created; nothing has changed
     * @throws IllegalStateException    if the server is closed
     */
    void configure(Map<String, ?> changes) throws IOException;

    /**
     * Starts the server again after a stop or a failure, with its current configuration. When this method returns, clients can
     * connect. A server that is running is left as it is. To start a server that is draining, wait for the stage that {@link
     * #stop()} returned.
     *
     * @throws IOException           if the socket cannot be created; the message says why. The server has then failed and can be
     *                               started again
     * @throws IllegalStateException if the server is draining or closed
     */
    void start() throws IOException;

    /**
     * Stops the server. It accepts no more connections; the live ones may finish within {@code drain.timeout}.
     *
     * @return a stage that completes with the result when the server has stopped; the same for every call until the next start
     */
    CompletionStage<DrainResult> stop();

    /**
     * Stops the server like {@link #stop()}, but lets connections finish within the given time instead of {@code drain.timeout}.
     * {@link Duration#ZERO} ends them at once. A drain in progress is shortened to that time, never extended.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    CompletionStage<DrainResult> stop(Duration atMost);

    /**
     * Stops the server, waits until it has stopped, and ends its threads. May be called again; a further call waits for the end
     * that has begun. If the thread is interrupted, this method returns at once with the interrupt flag set, and the server
     * goes on ending in the background.
     */
    @Override
    void close();

    /** A handler that was added to a server. */
    interface Registration extends AutoCloseable {

        /**
         * Removes the handler. When this method returns, no call into the handler is running, and none will be made. In a call
         * of one of this server's handlers it returns at once, since it would otherwise wait for itself.
         */
        @Override
        void close();
    }
}
