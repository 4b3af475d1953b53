package dev.patchbay.api.embed;

import dev.patchbay.api.Handler;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerSnapshot;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A server that runs in this program.
 *
 * <pre>{@code
 * try (Server server = Server.at("/run/user/1000/echo.sock").handler((conn, in) -> conn.write(in)).start()) {
 *     ...
 * }
 * }</pre>
 *
 * <p>Its threads are daemons: a program that has nothing else to do has to wait for something. All methods may be called
 * from any thread.
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
     * Changes the configuration: at once, and for live connections too.
     *
     * @param changes keys and values; the others stay as they are
     * @throws IllegalArgumentException if anything is wrong, with all that is; then nothing has changed
     * @throws IOException              if a new socket cannot be made; then nothing has changed
     */
    void configure(Map<String, ?> changes) throws IOException;

    /**
     * Stops the server: no new connections, and the live ones may finish for {@code drain.timeout}.
     *
     * @return completes when it has stopped, telling how that went; the same for every call
     */
    CompletionStage<DrainResult> stop();

    /** Stops the server, waits until it has stopped, and ends its threads. Calls after the first do nothing. */
    @Override
    void close();

    /** A handler that was added. */
    interface Registration extends AutoCloseable {

        /** Takes the handler away; returns when no call into it is running, and none will come. */
        @Override
        void close();
    }
}
