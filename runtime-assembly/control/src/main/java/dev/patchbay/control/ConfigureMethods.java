package dev.patchbay.control;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.runtime.ConfigurationKey;
import dev.patchbay.api.runtime.ConfigurationResult;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.control.caller.Line;
import dev.patchbay.control.configure.ConfigurationChange;
import dev.patchbay.control.configure.WrittenConfiguration;
import dev.patchbay.control.view.ConfiguredView;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.JsonRpcException;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.Param;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.osgi.framework.BundleContext;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;

/** The method that changes the configuration of a server, one call at a time. */
@Component(service = ConfigureMethods.class)
@JsonRpcFunctions(
        scope = "patchbay",
        audience = "control",
        function = {"configure"})
public final class ConfigureMethods {

    /** How long a server may take to apply or reject a configuration. A file that nobody is told of is read within a second. */
    private static final long PATIENCE_SECONDS = 10;

    private final ServerRuntime runtime;
    private final WrittenConfigurations written;
    private final ReentrantLock one = new ReentrantLock();

    /** Reads a file at once that has been written. Absent where files are read in another way. */
    @Reference(
            service = Consumer.class,
            target = "(patchbay.configuration.written=true)",
            cardinality = ReferenceCardinality.OPTIONAL,
            policy = ReferencePolicy.DYNAMIC)
    volatile Consumer<Path> reader;

    /** Called by Declarative Services. */
    @Activate
    public ConfigureMethods(
            BundleContext context, @Reference ServerRuntime runtime, @Reference ConfigurationAdmin configurations) {
        this(runtime, new WrittenConfigurations(configurations, context.getProperty("patchbay.home")));
    }

    ConfigureMethods(ServerRuntime runtime, WrittenConfigurations written) {
        this.runtime = runtime;
        this.written = written;
    }

    @Description(
            "Changes the configuration of a server where it is written, all keys at once. Returns when it is in force. If the"
                    + " server rejects it, the file is as before, and the error says why.")
    public ConfiguredView configure(
            ConnContext conn,
            @Param(description = "The name of the server.") String server,
            @Param(description = "The keys to set, with their values as text.") Optional<Map<String, String>> set,
            @Param(description = "The keys to remove, which then have their default.") Optional<List<String>> unset) {
        ConfigurationChange change;
        try {
            change = ConfigurationChange.of(set.orElse(Map.of()), unset.orElse(List.of()));
        } catch (IllegalArgumentException e) {
            throw Refusals.wrongValue(e);
        }
        one.lock();
        try {
            ServerSnapshot before = Refusals.server(runtime, server);
            requireKeys(server, change);
            requireValid(server, change);
            apply(server, change);
            ConfiguredView view = view(before, change);
            OperationLog.write(conn, "server {} configured: {}", Line.of(server), Line.of(words(view)));
            return view;
        } catch (NoSuchElementException e) {
            throw Refusals.noServer(e);
        } catch (IOException e) {
            throw Refusals.of(Refusals.NOT_WRITTEN, e.getMessage());
        } finally {
            one.unlock();
        }
    }

    private void requireKeys(String server, ConfigurationChange change) {
        Set<String> keys = runtime.keys().stream().map(ConfigurationKey::name).collect(Collectors.toSet());
        Map<String, String> newest = written.newest(server).orElse(Map.of());
        for (String key : change.set().keySet()) {
            if (!keys.contains(key) && WrittenConfigurations.isForeign(key)) {
                throw Refusals.of(JsonRpcException.INVALID_PARAMS, key + ": is not a key of a server");
            }
        }
        for (String key : change.unset()) {
            if (!keys.contains(key) && !newest.containsKey(key)) {
                throw Refusals.of(
                        JsonRpcException.INVALID_PARAMS,
                        key + ": is not a key of a server, and its configuration has none of that name; it has "
                                + String.join(", ", newest.keySet()));
            }
        }
    }

    /** Refuses what is wrong for sure, before anything is written. */
    private void requireValid(String server, ConfigurationChange change) {
        List<String> faults =
                runtime.check(server, change.appliedTo(written.newest(server).orElse(Map.of())));
        if (!faults.isEmpty()) {
            throw Refusals.of(JsonRpcException.INVALID_PARAMS, rejected(server, faults));
        }
    }

    private static String rejected(String server, List<String> faults) {
        return "server " + server + " keeps its configuration: " + String.join("; ", faults);
    }

    private void apply(String server, ConfigurationChange change) throws IOException {
        Consumer<Path> present = reader;
        WrittenConfiguration place = written.place(server, present == null ? file -> {} : present);
        CompletionStage<ConfigurationResult> applied = next(server, change);
        place.change(change);
        ConfigurationResult result = await(applied)
                .orElseThrow(() -> new IOException("the configuration was written, but server " + server
                        + " has not applied it within " + PATIENCE_SECONDS + " s; look at the log"));
        if (!result.inForce()) {
            throw Refusals.of(Refusals.REJECTED, rejected(server, result.faults()) + restore(server, place));
        }
    }

    /** Puts the configuration back that was in force. Returns what has to be said about that; nothing if it is done. */
    private String restore(String server, WrittenConfiguration place) {
        CompletionStage<ConfigurationResult> restored = runtime.nextConfiguration(server);
        try {
            if (!place.restore()) {
                return "; what was written stays, because another has changed it in the meantime";
            }
            await(restored);
            return "";
        } catch (IOException e) {
            return "; what was written stays, because it could not be put back: " + e.getMessage();
        }
    }

    /** Waits for the configuration that has the change, and not for one that was still on its way. */
    private CompletionStage<ConfigurationResult> next(String server, ConfigurationChange change) {
        return runtime.nextConfiguration(server)
                .thenCompose(result -> change.isIn(result.written())
                        ? CompletableFuture.completedStage(result)
                        : next(server, change));
    }

    private static Optional<ConfigurationResult> await(CompletionStage<ConfigurationResult> stage) throws IOException {
        try {
            return Optional.of(stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the call was cancelled; the configuration may be in force or not", e);
        } catch (ExecutionException e) {
            throw new IOException("the server has gone: " + e.getCause(), e);
        }
    }

    private ConfiguredView view(ServerSnapshot before, ConfigurationChange change) {
        String server = before.name();
        Map<String, String> inForce =
                runtime.server(server).map(ServerSnapshot::configuration).orElse(Map.of());
        List<ConfiguredView.Change> changes = new ArrayList<>();
        new TreeMap<>(inForce).forEach((key, value) -> {
            String was = before.configuration().get(key);
            boolean asked = change.set().containsKey(key) || change.unset().contains(key);
            if (!value.equals(was) && (was != null || asked)) {
                changes.add(new ConfiguredView.Change(key, was, value));
            }
        });
        return new ConfiguredView(server, written.file(server).orElse(null), changes, inForce);
    }

    private static String words(ConfiguredView view) {
        return view.changes().isEmpty()
                ? "nothing changed"
                : view.changes().stream()
                        .map(change -> change.key() + " " + shown(change.was()) + " -> " + shown(change.now()))
                        .collect(Collectors.joining(", "));
    }

    private static String shown(String value) {
        return value == null || value.isEmpty() ? "(none)" : value;
    }
}
