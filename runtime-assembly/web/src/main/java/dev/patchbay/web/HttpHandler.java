package dev.patchbay.web;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.stream.StreamConnection;
import dev.patchbay.api.stream.StreamHandler;
import dev.patchbay.web.control.ControlServer;
import dev.patchbay.web.http.HttpConnection;
import dev.patchbay.web.http.Link;
import dev.patchbay.web.route.Routes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;

/**
 * The handler {@code http}: the status page and what it needs, for each server that chooses it.
 *
 * <p>It is a {@link StreamHandler} that learns at once when its client has gone. The session may be waiting for the control
 * server then, whose answer nobody wants any more.
 */
@Component(service = Handler.class, configurationPid = WebConfiguration.PID)
@HandlerProperties(name = "http", execution = HandlerExecution.EVENT_LOOP)
public final class HttpHandler implements Handler {

    /** How long a client may take to read what is written at once. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ServerRuntime runtime;
    private final ControlServer control;
    private final Duration patience;
    private final StreamHandler sessions = new Sessions();

    /** Complete when the client of the connection has gone. */
    private final Map<ConnContext, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();

    private volatile WebConfiguration configuration;

    /** Called by Declarative Services. */
    @Activate
    public HttpHandler(@Reference ServerRuntime runtime, Map<String, Object> properties) {
        this(runtime, properties, PATIENCE);
    }

    /** Has another patience; for tests. */
    HttpHandler(ServerRuntime runtime, Map<String, Object> properties, Duration patience) {
        this.runtime = runtime;
        this.patience = patience;
        this.control = new ControlServer(runtime, () -> configuration.controlServer());
        modified(properties);
    }

    /** Applies a configuration to what follows, and leaves connections as they are. Called by Declarative Services. */
    @Modified
    void modified(Map<String, Object> properties) {
        configuration = WebConfiguration.of(properties);
    }

    @Override
    public void opened(ConnContext conn) {
        ends.put(conn, new CompletableFuture<>());
        sessions.opened(conn);
    }

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        sessions.received(conn, in);
    }

    @Override
    public void inputEnded(ConnContext conn) {
        sessions.inputEnded(conn);
    }

    @Override
    public void clientClosed(ConnContext conn) {
        sessions.clientClosed(conn);
        ends.get(conn).complete(null);
    }

    @Override
    public void draining(ConnContext conn) {
        sessions.draining(conn);
    }

    @Override
    public void handOverWanted(ConnContext conn) {
        sessions.handOverWanted(conn);
    }

    @Override
    public void released(ConnContext conn, ReleaseReason reason) {
        sessions.released(conn, reason);
        ends.remove(conn).complete(null);
    }

    /** The loops over the requests. */
    private final class Sessions extends StreamHandler {

        @Override
        protected void serve(StreamConnection conn) throws IOException {
            CompletableFuture<Void> end = ends.getOrDefault(conn.context(), CompletableFuture.completedFuture(null));
            Link link = new StreamLink(conn, end, patience);
            new HttpConnection(link, new Routes(runtime, control, link)).serve();
        }
    }
}
