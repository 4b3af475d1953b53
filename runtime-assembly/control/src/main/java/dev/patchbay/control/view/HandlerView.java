package dev.patchbay.control.view;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.runtime.HandlerSnapshot;
import dev.patchbay.api.runtime.HandlerStanding;
import dev.patchbay.api.runtime.ServerSnapshot;
import java.util.List;

/** A handler that a server may choose. The components mean what those of {@link HandlerSnapshot} do. */
public record HandlerView(
        String server,
        long id,
        String name,
        int ranking,
        HandlerExecution execution,
        String origin,
        HandlerStanding standing,
        String why) {

    /** Returns the handlers of a server, the one in charge first. */
    public static List<HandlerView> of(ServerSnapshot server) {
        return server.handlers().stream()
                .map(handler -> of(server.name(), handler))
                .toList();
    }

    private static HandlerView of(String server, HandlerSnapshot handler) {
        return new HandlerView(
                server,
                handler.id(),
                handler.name(),
                handler.ranking(),
                handler.execution(),
                handler.origin(),
                handler.standing(),
                handler.why());
    }
}
