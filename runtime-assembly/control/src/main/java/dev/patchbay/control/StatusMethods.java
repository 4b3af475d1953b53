package dev.patchbay.control;

import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.PluginRuntime;
import dev.patchbay.api.runtime.PluginSnapshot;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.control.caller.ProcessNames;
import dev.patchbay.control.caller.Users;
import dev.patchbay.control.problem.Problem;
import dev.patchbay.control.problem.Problems;
import dev.patchbay.control.view.ConnectionView;
import dev.patchbay.control.view.HandlerView;
import dev.patchbay.control.view.HealthView;
import dev.patchbay.control.view.PluginView;
import dev.patchbay.control.view.ServerView;
import dev.patchbay.control.view.StatusView;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.Param;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
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
        function = {"status", "servers", "server", "connections", "handlers", "plugins", "health"})
public final class StatusMethods {

    private static final ProcessHandle PROCESS = ProcessHandle.current();

    /** Null if the system does not report it. Looked up once: it is a file to read. */
    private static final Instant STARTED_AT = PROCESS.info().startInstant().orElse(null);

    private final BundleContext context;
    private final ServerRuntime runtime;

    /** Absent where plugins are installed in another way. */
    @Reference(cardinality = ReferenceCardinality.OPTIONAL, policy = ReferencePolicy.DYNAMIC)
    private volatile PluginRuntime plugins;

    /** Why configuration files cannot be used, by server. Absent where files are read in another way. */
    @Reference(
            service = Supplier.class,
            target = "(patchbay.configuration.faults=true)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC)
    private volatile Supplier<Map<String, String>> unusableFiles;

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
        return new StatusView(
                context.getBundle().getVersion().toString(),
                PROCESS.pid(),
                System.getProperty("java.version"),
                context.getProperty("patchbay.home"),
                STARTED_AT,
                isReady(servers),
                servers.stream().map(ServerView::of).toList(),
                files.stream().map(PluginView::of).toList(),
                problems(servers, files));
    }

    private static boolean isReady(List<ServerSnapshot> servers) {
        return servers.stream().allMatch(server -> server.state() == ServerState.RUNNING && !server.holding());
    }

    private List<Problem> problems(List<ServerSnapshot> servers, List<PluginSnapshot> files) {
        // A server that holds is the only one whose problem names all handlers.
        boolean holding = servers.stream().anyMatch(ServerSnapshot::holding);
        return Problems.of(servers, files, holding ? HandlerNames.in(context) : List.of(), unusableFiles());
    }

    @Description("Returns whether the event loops of all servers run, whether each server accepts connections and has a"
            + " handler, and the problems that an operator should look at. Answers within about two seconds.")
    public CompletionStage<HealthView> health() {
        return Liveness.of(runtime).thenApply(fault -> {
            List<ServerSnapshot> servers = runtime.servers();
            List<Problem> problems = new ArrayList<>(problems(servers, pluginSnapshots()));
            fault.ifPresent(found -> problems.add(0, found));
            return new HealthView(fault.isEmpty(), isReady(servers), List.copyOf(problems));
        });
    }

    private Map<String, String> unusableFiles() {
        Supplier<Map<String, String>> present = unusableFiles;
        return present == null ? Map.of() : present.get();
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
        ProcessNames processes = new ProcessNames();
        return wanted(server)
                .flatMap(snapshot -> connections(snapshot.name())
                        .map(connection -> ConnectionView.of(snapshot.name(), connection, now, users, processes)))
                .toList();
    }

    private Stream<ConnectionSnapshot> connections(String server) {
        try {
            return runtime.connections(server).stream();
        } catch (NoSuchElementException e) {
            // It has gone since it was looked up.
            return Stream.empty();
        }
    }

    @Description(
            "Returns the handlers that a server may choose, the one in charge first, and why each serves or does not.")
    public List<HandlerView> handlers(
            @Param(description = "The name of a server; without it, all servers.") Optional<String> server) {
        return wanted(server)
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

    private Stream<ServerSnapshot> wanted(Optional<String> server) {
        return server.map(name -> Stream.of(Refusals.server(runtime, name)))
                .orElseGet(() -> runtime.servers().stream());
    }
}
