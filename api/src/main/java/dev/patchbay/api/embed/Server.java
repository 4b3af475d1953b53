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
 * A server that runs in this program. It can be stopped and started again until it is closed.
 *
 * <pre>{@code
 * try (Server server = Server.at("/run/user/1000/echo.sock").handler((conn, in) -> conn.write(in)).start()) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Its threads are daemons: a program that has nothing else to do has to wait for something. All methods may be called
 * from any thread, in any order. What they do depends on the {@linkplain ServerSnapshot#state() state} alone:
 *
 * <table>
 * <caption>What a call does in each state</caption>
 * <tr><th></th><th>RUNNING</th><th>DRAINING</th><th>STOPPED, FAILED</th><th>closed</th></tr>
 * <tr><th>{@link #start()}</th>
 *   <td>nothing</td>
 *   <td>{@code IllegalStateException}</td>
 *   <td>starts; FAILED if it cannot</td>
 *   <td>{@code IllegalStateException}</td></tr>
 * <tr><th>{@link #configure}</th>
 *   <td>applies at once</td>
 *   <td>limits and timeouts apply at once, {@code drain.timeout} to the drain in progress, the rest at the next start</td>
 *   <td>is kept for the next start</td>
 *   <td>{@code IllegalStateException}</td></tr>
 * <tr><th>{@link #stop()}</th>
 *   <td>begins to drain</td>
 *   <td>nothing more</td>
 *   <td>STOPPED</td>
 *   <td>nothing more</td></tr>
 * <tr><th>{@link #stop(Duration)}</th>
 *   <td>begins to drain, within this time</td>
 *   <td>shortens the drain, if it would take longer</td>
 *   <td>STOPPED</td>
 *   <td>shortens a drain that still goes on</td></tr>
 * <tr><th>{@link #close()}</th>
 *   <td>drains, waits, lets go of everything</td>
 *   <td>waits, lets go of everything</td>
 *   <td>lets go of everything</td>
 *   <td>waits until everything was let go of</td></tr>
 * <tr><th>{@link #add}, {@link #lookForPlugins()}</th>
 *   <td>at once</td><td>at once</td><td>for the next start</td>
 *   <td>{@code IllegalStateException}</td></tr>
 * </table>
 *
 * <p>The table holds for every thread, with two additions for those that must not wait. Within a call of one of this
 * server's handlers, a task of a connection, or a listener's method, {@code close()} begins the end and returns, since it
 * would wait for itself; the rest happens in the background. On a thread that is interrupted, {@code close()} does the same
 * and leaves the interrupt flag set; all other methods do what the table says, and leave the flag as it was. What only
 * reports ({@link #address()}, {@link #snapshot()}, {@link #connections()}) works in every state.
 */
@ProviderType
public interface Server extends AutoCloseable {

    /**
     * Begins to describe a server.
     *
     * @param address what the configuration calls {@code socket.path}: an absolute path, or {@code @name}
     */
    static ServerBuilder at(String address) {
        return new ServerBuilder(address);
    }

    /** Begins to describe a server whose socket is a file. */
    static ServerBuilder at(Path socket) {
        return at(socket.toAbsolutePath().toString());
    }

    /** Returns where clients connect to. */
    String address();

    /** Returns the server at this moment. */
    ServerSnapshot snapshot();

    /** Returns its live connections, the oldest first. */
    List<ConnectionSnapshot> connections();

    /**
     * Adds a handler, which is put in charge if it is the best choice: the highest ranking, then the oldest. Live
     * connections move to it between two calls.
     *
     * @param properties service properties besides those that its class carries, or in their place
     * @return what takes it away again
     * @throws IllegalArgumentException if the properties cannot be understood
     * @throws IllegalStateException    if the server was closed
     */
    Registration add(Handler handler, Map<String, ?> properties);

    /** Adds a handler with the properties that its class carries as {@link dev.patchbay.api.HandlerProperties}. */
    Registration add(Handler handler);

    /**
     * Looks into the folder of plugins now, instead of waiting until it is looked at anyway, and returns when what has
     * changed there was applied. Files that are still being written are left for later.
     */
    void lookForPlugins();

    /**
     * Changes the configuration: at once, and for live connections too, if the server runs. Never starts it.
     *
     * @param changes keys and values; the others stay as they are
     * @throws IllegalArgumentException if anything is wrong, with all that is; then nothing has changed
     * @throws IOException              if a new socket cannot be made; then nothing has changed
     * @throws IllegalStateException    if the server was closed
     */
    void configure(Map<String, ?> changes) throws IOException;

    /**
     * Starts the server again after a stop or a failure, with the configuration as it is by now: when this returns, clients
     * can connect. A server that runs is left as it is. Whoever wants to start one that drains waits for what {@link
     * #stop()} returned first.
     *
     * @throws IOException           if the socket cannot be made, with a sentence that says why; the server has then failed,
     *                               and can be started again
     * @throws IllegalStateException if the server drains, or was closed
     */
    void start() throws IOException;

    /**
     * Stops the server: no new connections, and the live ones may finish for {@code drain.timeout}.
     *
     * @return completes when it has stopped, telling how that went; the same for every call until the next start
     */
    CompletionStage<DrainResult> stop();

    /**
     * Stops the server as {@link #stop()} does, but lets the connections finish for the time given in place of {@code
     * drain.timeout}; {@link Duration#ZERO} ends them at once. Shortens a drain in progress, and never lengthens it.
     *
     * @throws IllegalArgumentException if the time is negative
     */
    CompletionStage<DrainResult> stop(Duration atMost);

    /**
     * Stops the server, waits until it has stopped, and ends its threads. May be called again: then it waits for the end that
     * has begun. Interrupted, it returns at once with the interrupt flag set, and the end goes on in the background.
     */
    @Override
    void close();

    /** A handler that was added. */
    interface Registration extends AutoCloseable {

        /**
         * Takes the handler away; returns when no call into it is running, and none will come. Within a call of one of this
         * server's handlers it returns at once, since it would wait for itself.
         */
        @Override
        void close();
    }
}
