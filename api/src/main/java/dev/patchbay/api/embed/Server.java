package dev.patchbay.api.embed;

import dev.patchbay.api.ConnectionGroup;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.SwapResult;
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
 *   <td>limits and timeouts apply at once, {@code drain.timeout} to the drain in progress unless {@code stop(Duration)} has
 *     given a time; all others apply at the next start</td>
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
 * <tr><th>{@link #add add}, {@link #replace replace}, {@link HandlerRegistration#replace}</th>
 *   <td>applies at once</td>
 *   <td>applies at once</td>
 *   <td>applies at the next start; the stages of handlers that are the best choice are complete</td>
 *   <td>{@code IllegalStateException}</td></tr>
 * <tr><th>{@link #listen}</th>
 *   <td>applies at once</td><td>applies at once</td><td>applies at once</td>
 *   <td>{@code IllegalStateException}</td></tr>
 * <tr><th>{@link Registration#close()}</th>
 *   <td>applies at once, waits</td><td>applies at once, waits</td><td>applies at once</td>
 *   <td>has no further effect</td></tr>
 * <tr><th>{@link #lookForPlugins()}</th>
 *   <td>applies at once</td><td>applies at once</td><td>applies at the next start</td>
 *   <td>{@code IllegalStateException}</td></tr>
 * </table>
 *
 * <p>A server is closed from the beginning of {@code close()} on. A swap that is not over when everything is released, and a
 * handler that is not in charge by then, fail their stages with an {@code IllegalStateException}. What depends on a stage runs on
 * a thread of the server that may block and may call every method. {@code close()} ends that thread as well, and so returns there
 * with the interrupt flag set.
 *
 * <p>The table applies to all threads, with two exceptions for threads that must not wait. First, in a call of one of this
 * server's handlers, in a task of a connection and in a method of a listener, {@code close()} begins the end and returns, since
 * it would otherwise wait for itself; the rest happens in the background. {@link Registration#close()} does not wait there
 * either. Second, on an interrupted thread, {@code close()} does the same and leaves the interrupt flag set. All other methods
 * do what the table says and leave the interrupt flag unchanged. Methods that only report something ({@link #address()}, {@link
 * #snapshot()}, {@link #connections()}, {@link #group}, {@link HandlerRegistration#inCharge()}) work in every state.
 */
@ProviderType
public interface Server extends AutoCloseable {

    /**
     * {@return a builder for a server}
     *
     * @param address the value of {@code socket.path}: an absolute path, or {@code @name}
     */
    static ServerBuilder at(String address) {
        return new ServerBuilder(address);
    }

    /**
     * {@return a builder for a server whose socket is a file}
     *
     * @param socket the path of the socket file; a relative one begins at the working directory of the process
     */
    static ServerBuilder at(Path socket) {
        return at(socket.toAbsolutePath().toString());
    }

    /** {@return the address to which clients connect} */
    String address();

    /** {@return a snapshot of the server} */
    ServerSnapshot snapshot();

    /** {@return snapshots of the live connections, the oldest first} */
    List<ConnectionSnapshot> connections();

    /**
     * {@return the group of connections of that name, which handlers join by {@link dev.patchbay.api.ConnContext#group}; for a
     * feed that sends to whoever has subscribed} It stays valid when the server is stopped and started again.
     *
     * @param name the name that the handlers use
     */
    ConnectionGroup group(String name);

    /**
     * Adds a handler. It is put in charge if it is the best choice: the one with the highest ranking; among equals, the oldest.
     * Live connections move to it between two calls; {@link HandlerRegistration#inCharge()} reports when all have done so.
     *
     * @param handler the handler; called from the moment at which it is in charge
     * @param options how it is registered; what is not set comes from its class
     * @return the place of the handler
     * @throws IllegalStateException if the server is closed
     */
    HandlerRegistration add(Handler handler, HandlerOptions options);

    /**
     * Adds a handler with the options of its {@link dev.patchbay.api.HandlerProperties} annotation, if it has one.
     *
     * @param handler the handler; called from the moment at which it is in charge
     * @return the place of the handler
     * @throws IllegalStateException if the server is closed
     */
    default HandlerRegistration add(Handler handler) {
        return add(handler, new HandlerOptions());
    }

    /**
     * Swaps the handler in charge for another one that is registered with the same options.
     *
     * @param handler the handler that takes the place
     * @return the same stage as {@link #replace(Handler, HandlerOptions)} returns
     * @throws IllegalStateException as for {@link #replace(Handler, HandlerOptions)}
     */
    default CompletionStage<SwapResult> replace(Handler handler) {
        return replace(handler, new HandlerOptions());
    }

    /**
     * Swaps the handler in charge for another one. The new handler takes the place of the old one, with its ranking and its rank
     * among equals, and so is in charge itself, unless {@code handler.target} no longer selects it. A {@link
     * HandlerRegistration} of the old handler is one of the new handler from now on. If there is no handler in charge, this
     * method adds one.
     *
     * <p>The stage completes when every connection has left the old handler. The old handler is then removed, and no call into
     * it is running or will be made, except for those that the result counts as {@linkplain SwapResult#stuck() stuck}. A call
     * that outlasts {@code swap.timeout} is interrupted and its connection closed. If another swap comes before the end of this
     * one, connections may go to that later handler directly; both stages complete when the handlers before them have been left.
     * The new handler may not have been called yet when the stage completes.
     *
     * @param handler the handler that takes the place
     * @param options replace those of the old handler, which apply where these are not set
     * @return a stage that completes as described; with a failure if the server is closed before
     * @throws IllegalStateException if the server is closed, or if the handler in charge is one of the folder of plugins:
     *                               replace its file, or add a handler with a higher ranking
     */
    CompletionStage<SwapResult> replace(Handler handler, HandlerOptions options);

    /**
     * Adds a listener, also from within a listener. It receives the events that are reported after this method was called, in
     * order, on a thread of its own. The same listener may be added more than once; each registration then is one of its own.
     *
     * @param listener the listener; it may block
     * @return a registration that removes the listener; events that it has not received by then are not delivered to it
     * @throws IllegalStateException if the server is closed
     */
    Registration listen(ServerEvents listener);

    /**
     * Looks into the folder of plugins now instead of at the next regular time, and returns when the changes that it found have
     * been applied. Files that are still being written are left for a later time.
     */
    void lookForPlugins();

    /**
     * Changes the configuration: {@code configure(new ServerOptions().idleTimeout(Duration.ofMinutes(1)))}. If the server is
     * running, the change applies at once, also to live connections. This method never starts the server.
     *
     * @param changes the keys to change; all others stay as they are
     * @throws IllegalArgumentException if the configuration has faults; the message names all of them, and nothing has changed
     * @throws IOException              if a new socket cannot be created; nothing has changed
     * @throws IllegalStateException    if the server is closed
     */
    default void configure(ServerOptions changes) throws IOException {
        configure(changes.toMap());
    }

    /**
     * Changes the configuration like {@link #configure(ServerOptions)}, for programs that get keys and values from elsewhere.
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
     * @param atMost how long connections may take to finish; zero or more
     * @return the same stage as {@link #stop()} returns
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
}
