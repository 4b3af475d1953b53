package dev.patchbay.control.problem;

import dev.patchbay.api.runtime.HandlerSnapshot;
import dev.patchbay.api.runtime.HandlerStanding;
import dev.patchbay.api.runtime.PluginSnapshot;
import dev.patchbay.api.runtime.PluginState;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.control.caller.Line;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Finds problems. Used by one thread, for one answer. */
public final class Problems {

    private final Collection<String> handlers;
    private final List<Problem> found = new ArrayList<>();

    private Problems(Collection<String> handlers) {
        this.handlers = new TreeSet<>(handlers);
    }

    /**
     * Returns the problems, those of servers first.
     *
     * @param servers  all servers
     * @param plugins  the files in the folder of plugins
     * @param handlers the names of all handlers that exist, whether a server uses them or not
     * @param files    why files with the configurations of servers cannot be used, by the name of the server
     */
    public static List<Problem> of(
            List<ServerSnapshot> servers,
            List<PluginSnapshot> plugins,
            Collection<String> handlers,
            Map<String, String> files) {
        Problems problems = new Problems(handlers);
        servers.forEach(problems::look);
        files.forEach((server, fault) -> problems.add(
                "server " + server,
                "CONFIGURATION FILE UNUSABLE",
                fault,
                "correct the file; what was applied before, if anything, stays in force"));
        plugins.forEach(problems::look);
        return List.copyOf(problems.found);
    }

    private void look(ServerSnapshot server) {
        switch (server.state()) {
            case RUNNING -> {
                if (server.holding()) {
                    add(
                            server,
                            "HOLDING",
                            noHandler(server),
                            "install a handler that matches, or change handler.target");
                }
                lookAtNewest(server);
            }
            case DRAINING -> {
                add(server, "DRAINING", draining(server), "");
                lookAtNewest(server);
            }
            case FAILED -> add(server, "FAILED", faults(server), afterFailure(server));
            case STOPPED ->
                add(
                        server,
                        "STOPPED",
                        "an operator has stopped it, at " + server.since(),
                        "patchbay start " + server.name() + " starts it, and so does a change of its configuration");
            case CREATED, STARTING -> {
                return;
            }
        }
        server.handlers().stream()
                .filter(handler -> handler.standing() == HandlerStanding.FAILED)
                .forEach(handler -> look(server, handler));
    }

    private void lookAtNewest(ServerSnapshot server) {
        if (!server.faults().isEmpty()) {
            add(
                    server,
                    "NEWEST CONFIGURATION REJECTED",
                    faults(server),
                    "correct it; the one before stays in force until then");
        }
    }

    private String noHandler(ServerSnapshot server) {
        String target = server.configuration().getOrDefault("handler.target", "its handler.target");
        String matches = handlers.isEmpty()
                ? target + " matches nothing, because there is no handler"
                : target + " matches none of " + String.join(", ", handlers);
        return server.connections() == 0
                ? matches
                : matches + "; " + count(server.connections(), "connection") + " held, each for "
                        + server.configuration().getOrDefault("hold.timeout", "hold.timeout") + " at most";
    }

    private static String draining(ServerSnapshot server) {
        return "it accepts no connections since " + server.since() + ", and waits for "
                + count(server.connections(), "connection");
    }

    private static String afterFailure(ServerSnapshot server) {
        return server.configuration().isEmpty()
                ? "correct its configuration; it starts then"
                : "put that right; patchbay start " + server.name()
                        + " starts it, and so does a change of its configuration";
    }

    private static String faults(ServerSnapshot server) {
        return server.faults().isEmpty() ? "no reason is known" : String.join("; ", server.faults());
    }

    private void look(ServerSnapshot server, HandlerSnapshot handler) {
        add(
                server,
                "HANDLER FAILED",
                handler.name() + " of " + handler.origin() + " cannot be used: " + handler.why(),
                "correct the bundle and install it again");
    }

    private void look(PluginSnapshot plugin) {
        if (plugin.state() != PluginState.SERVING) {
            String serves = plugin.state() == PluginState.OUTDATED
                    ? plugin.name() + " " + plugin.version() + ", which served before, stays in service"
                    : "";
            add("plugin " + plugin.file(), plugin.state().name(), plugin.reason(), serves);
        }
    }

    private static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private void add(ServerSnapshot server, String problem, String text, String advice) {
        add("server " + server.name(), problem, text, advice);
    }

    private void add(String subject, String problem, String text, String advice) {
        found.add(new Problem(Line.of(subject), problem, Line.of(text), Line.of(advice)));
    }
}
