package dev.patchbay.handler.json.rpc;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.handler.json.call.ErrorResponses;
import dev.patchbay.handler.json.call.MethodExecutors;
import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.discover.Discovery;
import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.message.WorkspacePool;
import dev.patchbay.handler.json.method.MethodRegistry;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/**
 * The handler, without OSGi. It is called on event loops, and never blocks one.
 *
 * <p>A session lives as long as this handler is in charge of its connection; what has to outlive that is in the
 * connection's attributes, of JDK types: the framing, and the way of notifications.
 */
public final class JsonRpcHandler implements Handler, AutoCloseable {

    private final Map<ConnContext, Session> sessions = new ConcurrentHashMap<>();
    private final ExecutorService threads;
    private final SharedResources shared;
    private final MethodRegistry methods;
    private final Runnable changed = () -> sessions.values().forEach(Session::methodsChanged);
    private volatile ActiveSettings rules;

    /** Makes a handler that serves the methods of a table, which may change at any time. */
    public JsonRpcHandler(Settings settings, MethodRegistry methods) {
        this.rules = ActiveSettings.of(settings);
        this.threads = MethodExecutors.create(settings.threadsMax());
        ErrorResponses errors = new ErrorResponses(Jackson.newMapper().writer());
        this.shared = new SharedResources(
                methods, Discovery.functions(methods), () -> rules, threads, new WorkspacePool(), errors);
        this.methods = methods;
        methods.addListener(changed);
    }

    /** Changes the limits, for live connections too. */
    public void reconfigure(Settings settings) {
        rules = ActiveSettings.of(settings);
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

    /** Returns how many connections it is in charge of. */
    int sessionCount() {
        return sessions.size();
    }

    /** Ends the threads. No connection is left by now, except those that were taken away by force. */
    @Override
    public void close() {
        methods.removeListener(changed);
        threads.shutdownNow();
    }
}
