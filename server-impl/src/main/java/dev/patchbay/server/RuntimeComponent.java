package dev.patchbay.server;

import dev.patchbay.api.runtime.ConfigurationKey;
import dev.patchbay.api.runtime.ConfigurationResult;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.server.control.ServerRegistry;
import dev.patchbay.server.engine.loop.EngineResources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/**
 * Owns what all servers share, and provides the {@link ServerRuntime} service. It outlives the servers, which depend on it. The
 * methods of the service may be called from any thread.
 */
@Component(
        service = {ServerRuntime.class, RuntimeComponent.class},
        immediate = true)
public final class RuntimeComponent implements ServerRuntime {

    private final EngineResources host = new EngineResources();
    private final ServerRegistry servers = new ServerRegistry();

    /** Starts the shared threads. */
    @Activate
    public RuntimeComponent() {}

    /** Waits for servers that are still draining, which need the shared threads, and then ends the threads. */
    @Deactivate
    void deactivate() {
        servers.awaitClosed();
        host.close();
    }

    EngineResources host() {
        return host;
    }

    ServerRegistry all() {
        return servers;
    }

    @Override
    public List<ServerSnapshot> servers() {
        return servers.servers();
    }

    @Override
    public Optional<ServerSnapshot> server(String name) {
        return servers.server(name);
    }

    @Override
    public List<ConnectionSnapshot> connections(String server) {
        return servers.connections(server);
    }

    @Override
    public void closeConnection(String server, long connection) {
        servers.closeConnection(server, connection);
    }

    @Override
    public CompletionStage<DrainResult> drain(String server) {
        return servers.drain(server);
    }

    @Override
    public CompletionStage<DrainResult> drain(String server, Duration atMost) {
        return servers.drain(server, atMost);
    }

    @Override
    public CompletionStage<Map<String, DrainResult>> drainAll() {
        return servers.drainAll();
    }

    @Override
    public CompletionStage<Void> start(String server) {
        return servers.start(server);
    }

    @Override
    public CompletionStage<Void> pulse() {
        return servers.pulse();
    }

    @Override
    public void chooseHandler(String server, long handler) {
        servers.chooseHandler(server, handler);
    }

    @Override
    public void chooseHandlerByRanking(String server) {
        servers.chooseHandlerByRanking(server);
    }

    @Override
    public List<ConfigurationKey> keys() {
        return servers.keys();
    }

    @Override
    public List<String> check(String server, Map<String, String> configuration) {
        return servers.check(server, configuration);
    }

    @Override
    public CompletionStage<ConfigurationResult> nextConfiguration(String server) {
        return servers.nextConfiguration(server);
    }
}
