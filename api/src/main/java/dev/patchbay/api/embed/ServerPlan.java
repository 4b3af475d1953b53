package dev.patchbay.api.embed;

import dev.patchbay.api.Handler;
import dev.patchbay.api.ServerEvents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The description of a server that a {@link ServerBuilder} passes to the {@link ServerProvider}. Immutable.
 *
 * @param name          the server's name
 * @param configuration the keys and values, as they were given
 * @param handlers      the handlers, the oldest first
 * @param listeners     the listeners
 * @param plugins       the folder of plugins, or null
 */
public record ServerPlan(
        String name,
        Map<String, Object> configuration,
        List<Candidate> handlers,
        List<ServerEvents> listeners,
        Path plugins) {

    /** Copies the collections. */
    public ServerPlan {
        configuration = Map.copyOf(configuration);
        handlers = List.copyOf(handlers);
        listeners = List.copyOf(listeners);
    }

    /**
     * A handler that may be chosen.
     *
     * @param handler the handler
     * @param options how it is registered
     */
    public record Candidate(Handler handler, HandlerOptions options) {}
}
