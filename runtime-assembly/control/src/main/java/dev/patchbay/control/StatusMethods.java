package dev.patchbay.control;

import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.PluginRuntime;
import dev.patchbay.api.runtime.PluginSnapshot;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.control.caller.Users;
import dev.patchbay.control.problem.Problems;
import dev.patchbay.control.view.ConnectionView;
import dev.patchbay.control.view.HandlerView;
import dev.patchbay.control.view.PluginView;
import dev.patchbay.control.view.ServerView;
import dev.patchbay.control.view.StatusView;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.Param;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The methods that read. */
@Component(service = StatusMethods.class)
@JsonRpcFunctions(
        scope = "patchbay",
        audience = "control",
        function = {"status", "servers", "server", "connections", "handlers", "plugins"})
public final class StatusMethods {

    private final BundleContext context;
    private final ServerRuntime runtime;

    /** Absent where plugins are installed in another way. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile PluginRuntime plugins;

    /** Called by Declarative Services. */
    @Activate
    public StatusMethods(BundleContext context, @Reference ServerRuntime runtime) {
        this.context = context;
        this.runtime = runtime;
    }

    @Description(
            "Returns the whole process: its version, servers, plugins, and the problems that an operator should look at.")
    public StatusView status() {
        List<ServerSnapshot> servers = runtime.servers();
        List<PluginSnapshot> files = pluginSnapshots();
        ProcessHandle process = ProcessHandle.current();
        return new StatusView(
                context.getBundle().getVersion().toString(),
                process.pid(),
                System.getProperty("java.version"),
                context.getProperty("patchbay.home"),
                process.info().startInstant().orElse(null),
                servers.stream().allMatch(server -> server.state() == ServerState.RUNNING && !server.holding()),
                servers.stream().map(ServerView::of).toList(),
                files.stream().map(PluginView::of).toList(),
                Problems.of(servers, files, HandlerNames.in(context)));
    }

    @Description("Returns all servers, sorted by name.")
    public List<ServerView> servers() {
        return runtime.servers().stream().map(ServerView::of).toList();
    }

    @Description("Returns one server.")
    public ServerView server(@Param(description = "The name of the server.") String name) {
        return ServerView.of(Refusals.server(runtime, name));
    }

    @Description("Returns the live connections, the oldest of each server first.")
    public List<ConnectionView> connections(
            @Param(description = "The name of a server; without it, all servers.") Optional<String> server) {
        Instant now = Instant.now();
        Users users = new Users();
        return names(server)
                .flatMap(name -> connections(name, server.isPresent()).map(view -> view.at(now, users)))
                .toList();
    }

    private record Live(String server, ConnectionSnapshot connection) {
        ConnectionView at(Instant now, Users users) {
            return ConnectionView.of(server, connection, now, users);
        }
    }

    private Stream<Live> connections(String server, boolean named) {
        try {
            return runtime.connections(server).stream().map(connection -> new Live(server, connection));
        } catch (NoSuchElementException e) {
            if (named) {
                throw Refusals.noServer(e);
            }
            // It has gone since the servers were listed.
            return Stream.empty();
        }
    }

    @Description(
            "Returns the handlers that a server may choose, the one in charge first, and why each serves or does not.")
    public List<HandlerView> handlers(
            @Param(description = "The name of a server; without it, all servers.") Optional<String> server) {
        Predicate<ServerSnapshot> wanted = snapshot -> true;
        if (server.isPresent()) {
            String name = Refusals.server(runtime, server.get()).name();
            wanted = snapshot -> snapshot.name().equals(name);
        }
        return runtime.servers().stream()
                .filter(wanted)
                .flatMap(snapshot -> HandlerView.of(snapshot).stream())
                .toList();
    }

    @Description("Returns the files in the folder of plugins, and what became of each.")
    public List<PluginView> plugins() {
        return pluginSnapshots().stream().map(PluginView::of).toList();
    }

    private List<PluginSnapshot> pluginSnapshots() {
        PluginRuntime present = plugins;
        return present == null ? List.of() : present.plugins();
    }

    private Stream<String> names(Optional<String> server) {
        return server.map(Stream::of).orElseGet(() -> runtime.servers().stream().map(ServerSnapshot::name));
    }
}
