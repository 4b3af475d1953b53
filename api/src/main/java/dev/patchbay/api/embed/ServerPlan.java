package dev.patchbay.api.embed;

import dev.patchbay.api.Handler;
import dev.patchbay.api.ServerEvents;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What a {@link ServerBuilder} has put together, for the {@link ServerProvider}.
 *
 * @param name          the server's name
 * @param configuration keys and values, as they were given
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

    /** Takes copies. */
    public ServerPlan {
        configuration = Map.copyOf(configuration);
        handlers = List.copyOf(handlers);
        listeners = List.copyOf(listeners);
    }

    /**
     * A handler that may be chosen.
     *
     * @param handler    the handler
     * @param properties its service properties
     */
    public record Candidate(Handler handler, Map<String, ?> properties) {

        /**
         * Takes a handler with the properties that its class carries as {@link dev.patchbay.api.HandlerProperties}, and
         * others that add to them or take their place.
         */
        public static Candidate of(Handler handler, Map<String, ?> properties) {
            Map<String, Object> all = ServerBuilder.properties(handler);
            all.putAll(properties);
            return new Candidate(handler, Map.copyOf(all));
        }
    }
}
