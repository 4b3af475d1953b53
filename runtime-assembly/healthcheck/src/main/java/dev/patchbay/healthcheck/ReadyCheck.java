package dev.patchbay.healthcheck;

import dev.patchbay.api.runtime.HandlerSnapshot;
import dev.patchbay.api.runtime.PluginRuntime;
import dev.patchbay.api.runtime.PluginSnapshot;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.control.problem.Problem;
import dev.patchbay.control.problem.Problems;
import java.util.List;
import java.util.Map;
import org.apache.felix.hc.api.FormattingResultLog;
import org.apache.felix.hc.api.HealthCheck;
import org.apache.felix.hc.api.Result;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/**
 * Whether every server serves: it accepts connections and has a handler. If one does not, the result is TEMPORARILY_UNAVAILABLE, or
 * CRITICAL if it has failed. Other problems, such as a rejected configuration, are a WARN.
 */
@Component(property = {"hc.name=Patchbay", "hc.tags=patchbay", "hc.tags=systemready"})
public final class ReadyCheck implements HealthCheck {

    private final ServerRuntime runtime;

    /** Absent where plugins are installed in another way. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile PluginRuntime plugins;

    /** Called by Declarative Services. */
    @Activate
    public ReadyCheck(@Reference ServerRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public Result execute() {
        FormattingResultLog log = new FormattingResultLog();
        List<ServerSnapshot> servers = runtime.servers();
        servers.forEach(server -> look(server, log));
        PluginRuntime present = plugins;
        List<PluginSnapshot> files = present == null ? List.of() : present.plugins();
        List<String> handlers = servers.stream()
                .flatMap(server -> server.handlers().stream())
                .map(HandlerSnapshot::name)
                .toList();
        for (Problem problem : Problems.of(servers, files, handlers, Map.of())) {
            log.warn("{}", problem);
        }
        return new Result(log);
    }

    private static void look(ServerSnapshot server, FormattingResultLog log) {
        if (server.state() == ServerState.FAILED) {
            log.critical("server {} has failed", server.name());
        } else if (server.holding()) {
            log.temporarilyUnavailable("server {} has no handler", server.name());
        } else if (server.state() == ServerState.RUNNING) {
            log.info("server {} serves", server.name());
        } else {
            log.temporarilyUnavailable("server {} is {}", server.name(), server.state());
        }
    }
}
