package dev.patchbay.handler.json.rpc;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.handler.json.call.ErrorResponses;
import dev.patchbay.handler.json.call.MethodExecutors;
import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.logging.LoggedThrowable;
import dev.patchbay.handler.json.message.WorkspacePool;
import dev.patchbay.handler.json.method.MethodRegistry;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The handler, without OSGi. The host calls it on event loops, and it never blocks one.
 *
 * <p>A session lives as long as this handler is in charge of its connection. State that outlives the session is kept in
 * the connection's attributes, as JDK types: the framing and the notification channel.
 */
public final class JsonRpcHandler implements Handler, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JsonRpcHandler.class);

    private final Map<ConnContext, Session> sessions = new ConcurrentHashMap<>();
    private final ExecutorService threads;
    private final SharedResources shared;
    private final MethodRegistry announced;
    private final Runnable changed = this::methodsChanged;
    private volatile ActiveSettings active;

    /** Creates a handler that serves the methods of a registry. The registry may change at any time. */
    public JsonRpcHandler(Settings settings, MethodRegistry methods) {
        this(settings, Dialect.plain(methods));
    }

    /** Creates a handler for a protocol that is spoken in JSON-RPC. */
    public JsonRpcHandler(Settings settings, Dialect dialect) {
        this.active = ActiveSettings.of(settings);
        this.threads = MethodExecutors.create(settings.threadsMax());
        ErrorResponses errors = new ErrorResponses(
                Jackson.newMapper().writer(), dialect.announced().other(), dialect.hint());
        this.shared = new SharedResources(dialect, () -> active, threads, new WorkspacePool(), errors);
        this.announced = dialect.announced();
        announced.addListener(changed);
    }

    /** Runs on the thread that registers a service, which must not fail because one client cannot be notified. */
    private void methodsChanged() {
        for (Session session : sessions.values()) {
            try {
                session.methodsChanged();
            } catch (RuntimeException e) {
                LOG.warn("a client cannot be notified of changed methods", LoggedThrowable.of(e));
            }
        }
    }

    /** Changes the settings. Live connections use them from their next message on. */
    public void reconfigure(Settings settings) {
        active = ActiveSettings.of(settings);
        MethodExecutors.resize(threads, settings.threadsMax());
    }

    @Override
    public void opened(ConnContext conn) {
        Session session = new Session(conn, shared);
        sessions.put(conn, session);
        session.opened();
    }

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        sessions.get(conn).received(in);
    }

    @Override
    public void inputEnded(ConnContext conn) {
        sessions.get(conn).inputEnded();
    }

    @Override
    public void clientClosed(ConnContext conn) {
        sessions.get(conn).clientClosed();
    }

    @Override
    public void released(ConnContext conn, ReleaseReason reason) {
        sessions.remove(conn).released(reason.endsConnection());
    }

    /** Returns the number of connections that this handler is in charge of. */
    int sessionCount() {
        return sessions.size();
    }

    /**
     * Stops the threads of methods. The host has released all connections before, except those whose swap timed out.
     */
    @Override
    public void close() {
        announced.removeListener(changed);
        threads.shutdownNow();
    }
}
