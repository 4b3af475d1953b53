package dev.patchbay.server.engine;

import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.ServerEvents;
import dev.patchbay.server.config.ConfigReader;
import dev.patchbay.server.config.InvalidConfigurationException;
import dev.patchbay.server.config.ServerConfig;
import dev.patchbay.server.engine.connection.Groups;
import dev.patchbay.server.engine.loop.EngineResources;
import dev.patchbay.server.events.EventHub;
import dev.patchbay.server.socket.ListeningSocket;
import dev.patchbay.server.swap.HandlerEntry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A server under test, on a real socket in a temporary directory. Stopped, and checked to have stopped, at the end. */
final class TestServer implements AutoCloseable {

    private final EngineResources resources;
    private final EventHub hub = new EventHub("test");
    private final Server server;
    private final Map<String, Object> properties = new HashMap<>();
    private final Lane lane;
    final RecordedEvents events = new RecordedEvents();

    TestServer(Lane lane, Path directory) {
        this(lane, directory, new EngineResources());
    }

    TestServer(Lane lane, Path directory, EngineResources resources) {
        this(lane, directory, resources, ListeningSocket::open);
    }

    TestServer(Lane lane, Path directory, EngineResources resources, SocketKeeper.Opener opener) {
        this.lane = lane;
        this.resources = resources;
        this.server = new Server("test", resources, hub, new Groups("test"), opener);
        properties.put("socket.path", directory.resolve("test.sock").toString());
        properties.put("engine", lane.poller());
        properties.put("loops", "1");
        hub.add(events, EventHub.Interest.CONNECTIONS);
    }

    TestServer with(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** Puts a handler in, with the lane's execution. */
    TestServer handler(long id, String name, int ranking, Handler handler) {
        return handler(id, name, ranking, lane.execution(), handler);
    }

    TestServer handler(long id, String name, int ranking, HandlerExecution execution, Handler handler) {
        server.slot().put(new HandlerEntry(id, name, ranking, execution, "test", handler));
        return this;
    }

    TestServer start(Handler handler) throws IOException {
        return handler(1, "first", 0, handler).start();
    }

    TestServer start() throws IOException {
        server.start(config());
        return this;
    }

    /** Takes a handler out, and waits until no call of it is running. */
    void removed(long id) throws Exception {
        server.slot().remove(id).get(20, TimeUnit.SECONDS);
    }

    void reconfigure(String key, String value) throws IOException {
        properties.put(key, value);
        server.reconfigure(config());
    }

    ServerConfig config() {
        try {
            return ConfigReader.read(properties, target -> handler -> true);
        } catch (InvalidConfigurationException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Server server() {
        return server;
    }

    Path path() {
        return Path.of(properties.get("socket.path").toString());
    }

    /** Adds a listener beside the one that records. */
    TestServer listener(ServerEvents listener) {
        hub.add(listener, EventHub.Interest.CONNECTIONS);
        return this;
    }

    /** Adds a listener that also hears of every read and write. */
    TestServer ioListener(ServerEvents listener) {
        hub.add(listener, EventHub.Interest.IO);
        return this;
    }

    Client connect() throws IOException {
        return new Client(path());
    }

    @Override
    public void close() {
        server.stop().orTimeout(30, TimeUnit.SECONDS).join();
        hub.close();
        resources.close();
    }
}
