package dev.patchbay.server.embed;

import dev.patchbay.api.Handler;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.embed.Server;
import dev.patchbay.api.embed.ServerPlan;
import dev.patchbay.api.embed.ServerPlan.Candidate;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.server.config.ConfigReader;
import dev.patchbay.server.config.InvalidConfigurationException;
import dev.patchbay.server.config.LdapFilter;
import dev.patchbay.server.control.ManagedServer;
import dev.patchbay.server.control.ServerLog;
import dev.patchbay.server.engine.Host;
import dev.patchbay.server.events.EventHub.Interest;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** A server of a program without OSGi. */
final class EmbeddedServer implements Server {

    private final Host host = new Host();
    private final ManagedServer server;
    private final AtomicLong handlers = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final PluginFolder plugins;

    /** What is in force. Guarded by this. */
    private Map<String, Object> configuration = Map.of();

    private EmbeddedServer(ServerPlan plan) {
        server = new ManagedServer(plan.name(), host, LdapFilter::parse);
        server.events()
                .add(new ServerLog(), ServerLog.wantsEveryConnection() ? Interest.CONNECTIONS : Interest.TROUBLE);
        for (ServerEvents listener : plan.listeners()) {
            server.events().add(listener, Interest.CONNECTIONS);
        }
        plugins = plan.plugins() == null ? null : new PluginFolder(plan.plugins(), this, server.events());
    }

    static EmbeddedServer start(ServerPlan plan) throws IOException {
        EmbeddedServer fresh = new EmbeddedServer(plan);
        try {
            for (Candidate candidate : plan.handlers()) {
                fresh.add(candidate, "this program");
            }
            fresh.lookForPlugins();
            fresh.configure(plan.configuration());
            if (fresh.plugins != null) {
                fresh.plugins.watch();
            }
            return fresh;
        } catch (IOException | RuntimeException e) {
            fresh.close();
            throw e;
        }
    }

    String name() {
        return server.name();
    }

    @Override
    public String address() {
        return snapshot().address();
    }

    @Override
    public ServerSnapshot snapshot() {
        return server.snapshot();
    }

    @Override
    public List<ConnectionSnapshot> connections() {
        return server.connections();
    }

    @Override
    public Registration add(Handler handler, Map<String, ?> properties) {
        return add(Candidate.of(handler, properties), "this program");
    }

    @Override
    public Registration add(Handler handler) {
        return add(handler, Map.of());
    }

    Registration add(Candidate candidate, String origin) {
        long id = handlers.incrementAndGet();
        server.handlers().put(id, candidate.handler(), candidate.properties(), origin);
        return () -> server.handlers().remove(id).join();
    }

    @Override
    public void lookForPlugins() {
        if (plugins != null) {
            plugins.look();
        }
    }

    @Override
    public synchronized void configure(Map<String, ?> changes) throws IOException {
        Map<String, Object> wanted = new HashMap<>(configuration);
        wanted.putAll(changes);
        Set<String> unknown = ConfigReader.unknownKeys(wanted);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("there are no such keys: " + String.join(", ", unknown));
        }
        try {
            server.apply(wanted);
            configuration = wanted;
        } catch (InvalidConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public CompletionStage<DrainResult> stop() {
        return server.drain().minimalCompletionStage();
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            server.close();
            if (plugins != null) {
                plugins.close();
            }
            host.close();
        }
    }
}
