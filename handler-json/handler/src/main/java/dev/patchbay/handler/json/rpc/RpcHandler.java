package dev.patchbay.handler.json.rpc;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.discover.Discovery;
import dev.patchbay.handler.json.method.MethodTable;
import dev.patchbay.handler.json.wire.Json;
import dev.patchbay.handler.json.wire.Workspaces;
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
public final class RpcHandler implements Handler, AutoCloseable {

    private final Map<ConnContext, Session> sessions = new ConcurrentHashMap<>();
    private final ExecutorService threads;
    private final Shared shared;
    private final MethodTable methods;
    private final Runnable changed = () -> sessions.values().forEach(Session::methodsChanged);
    private volatile Rules rules;

    /** Makes a handler that serves the methods of a table, which may change at any time. */
    public RpcHandler(Settings settings, MethodTable methods) {
        this.rules = Rules.of(settings);
        this.threads = MethodThreads.start(settings.threadsMax());
        Errors errors = new Errors(Json.mapper().writer());
        this.shared = new Shared(methods, Discovery.functions(methods), () -> rules, threads, new Workspaces(), errors);
        this.methods = methods;
        methods.listen(changed);
    }

    /** Changes the limits, for live connections too. */
    public void reconfigure(Settings settings) {
        rules = Rules.of(settings);
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
        methods.forget(changed);
        threads.shutdownNow();
    }
}
