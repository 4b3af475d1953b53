package dev.patchbay.handler.json;

import dev.patchbay.handler.json.config.Configured;
import dev.patchbay.handler.json.config.DefinitionReader;
import dev.patchbay.handler.json.config.HandlerDefinition;
import dev.patchbay.handler.json.config.HandlerKind;
import dev.patchbay.handler.json.config.InForce;
import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.logging.Printable;
import dev.patchbay.handler.json.publish.MethodServices;
import dev.patchbay.jsonrpc.runtime.JsonRpcHandlerSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handlers of one kind that run, one for each configuration. All methods are called by one thread at a time, except for {@link
 * #unregisterTimeout} and {@link #snapshots}, which any thread may call.
 */
final class JsonHandlers implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JsonHandlers.class);

    private final HandlerKind kind;
    private final BundleContext context;
    private final MethodServices services;
    private final DefinitionReader reader;
    private final Map<String, JsonHandler> handlers = new ConcurrentSkipListMap<>();

    /** What has been reported of each configuration. */
    private final Map<String, List<String>> reported = new TreeMap<>();

    private volatile Duration unregisterTimeout = Settings.DEFAULTS.unregisterTimeout();

    JsonHandlers(HandlerKind kind, BundleContext context, MethodServices services) {
        this.kind = kind;
        this.reader = new DefinitionReader(kind, JsonHandler::normal);
        this.context = context;
        this.services = services;
    }

    /** Returns how long the unregistration of a method service may wait: the longest time of any handler. */
    Duration unregisterTimeout() {
        return unregisterTimeout;
    }

    /** Returns what the handlers have done, sorted by name. For any thread. */
    List<JsonRpcHandlerSnapshot> snapshots() {
        return handlers.values().stream()
                .map(JsonHandler::snapshot)
                .sorted(Comparator.comparing(JsonRpcHandlerSnapshot::name))
                .toList();
    }

    /**
     * Applies configurations. Handlers that are new are registered before those that go are unregistered, so that one
     * that takes over a name takes over its connections without a pause.
     *
     * @param configurations the properties of all configurations, by PID
     */
    void apply(Map<String, Map<String, Object>> configurations) {
        Map<String, Configured> wanted = new TreeMap<>();
        configurations.forEach((pid, properties) -> wanted.put(pid, reader.read(pid, properties)));
        Map<String, HandlerDefinition> running = new TreeMap<>();
        handlers.forEach((pid, handler) -> running.put(pid, handler.definition()));
        InForce inForce = InForce.of(kind, wanted, running);
        report(inForce);
        inForce.definitions().forEach(this::run);
        Set<String> gone = new TreeSet<>(handlers.keySet());
        gone.removeAll(inForce.definitions().keySet());
        gone.forEach(this::end);
        unregisterTimeout = inForce.definitions().values().stream()
                .map(definition -> definition.settings().unregisterTimeout())
                .max(Duration::compareTo)
                .orElse(unregisterTimeout);
    }

    /** Has the faults of a configuration reported again, because it was written again. */
    void reportAgain(String pid) {
        reported.remove(pid);
    }

    private void report(InForce inForce) {
        reported.keySet().retainAll(inForce.faults().keySet());
        inForce.faults().forEach((pid, faults) -> {
            if (!faults.equals(reported.put(pid, faults))) {
                HandlerDefinition kept = inForce.definitions().get(pid);
                LOG.error(
                        "configuration {} is rejected: {}; {}",
                        Printable.text(pid),
                        Printable.text(String.join("; ", faults)),
                        kept == null ? "it has no handler until this is mended" : "still in effect: " + kept);
            }
        });
    }

    private void run(String pid, HandlerDefinition definition) {
        JsonHandler handler = handlers.get(pid);
        if (handler == null) {
            handlers.put(pid, new JsonHandler(kind, context, services, pid, definition));
            LOG.info("handler {} offers the methods of {}", definition.name(), definition.methodsTarget());
        } else if (!definition.equals(handler.definition())) {
            handler.change(definition);
            LOG.info(
                    "handler {} has changed: it offers the methods of {}",
                    definition.name(),
                    definition.methodsTarget());
        }
    }

    private void end(String pid) {
        JsonHandler handler = handlers.remove(pid);
        handler.close();
        LOG.info(
                "handler {} of the configuration {} has ended",
                handler.definition().name(),
                Printable.text(pid));
    }

    boolean isEmpty() {
        return handlers.isEmpty();
    }

    /** Returns when no server calls any of the handlers any more. */
    void unregister() {
        handlers.values().forEach(JsonHandler::unregister);
    }

    /** Unregisters all handlers, and ends their threads. */
    @Override
    public void close() {
        new ArrayList<>(handlers.values()).forEach(JsonHandler::close);
        handlers.clear();
    }
}
