package dev.patchbay.server.embed;

import dev.patchbay.api.ConnectionGroup;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.api.embed.HandlerOptions;
import dev.patchbay.api.embed.HandlerRegistration;
import dev.patchbay.api.embed.Registration;
import dev.patchbay.api.embed.Server;
import dev.patchbay.api.embed.ServerPlan;
import dev.patchbay.api.embed.ServerPlan.Candidate;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.SwapResult;
import dev.patchbay.server.config.InvalidConfigurationException;
import dev.patchbay.server.config.LdapFilter;
import dev.patchbay.server.control.Background;
import dev.patchbay.server.control.ManagedServer;
import dev.patchbay.server.control.ServerLog;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.events.EventHub.Interest;
import dev.patchbay.server.events.EventHub.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A server in a program without OSGi. What its methods promise is in {@link Server}; all may be called from any thread. It owns its
 * threads, its plugins and its {@link ManagedServer}, and {@link #close} releases them.
 */
final class EmbeddedServer implements Server {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);

    private final EngineResources host = new EngineResources();
    private final ManagedServer server;
    private final HandlerPlaces handlers;
    private final PluginFolder plugins;

    /** The keys and values that were applied last. Guarded by this. */
    private Map<String, Object> configuration = Map.of();

    /** Guards the beginning of the end. Held briefly only, unlike the lock of a configuration change. */
    private final Object closing = new Object();

    /** Completes when everything is released; null before the close. */
    private volatile CompletableFuture<Void> end;

    private EmbeddedServer(ServerPlan plan) {
        server = new ManagedServer(plan.name(), host, LdapFilter::parse);
        handlers = new HandlerPlaces(server, host, this::requireOpen);
        server.events().add(new ServerLog(plan.name()), Interest.TROUBLE);
        for (ServerEvents listener : plan.listeners()) {
            server.events().add(listener, Interest.CONNECTIONS);
        }
        plugins = plan.plugins() == null ? null : new PluginFolder(plan.plugins(), this, server.events());
    }

    static EmbeddedServer start(ServerPlan plan) throws IOException {
        EmbeddedServer fresh = new EmbeddedServer(plan);
        try {
            for (Candidate candidate : plan.handlers()) {
                fresh.add(candidate.handler(), candidate.options());
            }
            fresh.lookForPlugins();
            fresh.configure(plan.configuration());
            fresh.start();
            if (fresh.plugins != null) {
                fresh.plugins.watch();
            }
            return fresh;
        } catch (Throwable e) {
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
    public ConnectionGroup group(String group) {
        return server.group(group);
    }

    @Override
    public HandlerRegistration add(Handler handler, HandlerOptions options) {
        return add(handler, options, HandlerPlaces.PROGRAM);
    }

    HandlerRegistration add(Handler handler, HandlerOptions options, String origin) {
        requireOpen();
        return handlers.add(handler, options, origin);
    }

    @Override
    public CompletionStage<SwapResult> replace(Handler handler, HandlerOptions options) {
        requireOpen();
        return handlers.replaceCurrent(handler, options);
    }

    @Override
    public Registration listen(ServerEvents listener) {
        requireOpen();
        Subscription subscription =
                server.events().add(Objects.requireNonNull(listener, "listener"), Interest.CONNECTIONS);
        return () -> {
            subscription.end();
            if (!server.isCallingOnThisThread()) {
                subscription.awaitEnd();
            }
        };
    }

    private void requireOpen() {
        if (end != null) {
            throw new IllegalStateException("server " + name() + " was closed");
        }
    }

    @Override
    public void lookForPlugins() {
        requireOpen();
        if (plugins != null) {
            plugins.look();
        }
    }

    @Override
    public synchronized void configure(Map<String, ?> changes) throws IOException {
        requireOpen();
        Map<String, Object> wanted = new HashMap<>(configuration);
        wanted.putAll(changes);
        try {
            server.apply(wanted);
            configuration = wanted;
        } catch (InvalidConfigurationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public void start() throws IOException {
        server.start();
    }

    @Override
    public CompletionStage<DrainResult> stop() {
        return server.drain().minimalCompletionStage();
    }

    @Override
    public CompletionStage<DrainResult> stop(Duration atMost) {
        return server.drain(Objects.requireNonNull(atMost, "atMost")).minimalCompletionStage();
    }

    @Override
    public void close() {
        CompletableFuture<Void> over = end();
        if (server.isCallingOnThisThread()) {
            return;
        }
        try {
            over.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.error("server {} could not release everything", name(), e.getCause());
        }
    }

    /** Begins the end, once. It runs on a thread of its own, because the end may have to wait for any other thread. */
    private CompletableFuture<Void> end() {
        synchronized (closing) {
            if (end == null) {
                end = server.close().thenRunAsync(this::release, task -> Background.run(name() + "-close", task));
            }
            return end;
        }
    }

    private void release() {
        try {
            handlers.close();
            if (plugins != null) {
                plugins.close();
            }
        } finally {
            host.close();
        }
    }
}
