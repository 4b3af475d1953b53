package dev.patchbay.jmx;

import dev.patchbay.api.Durations;
import dev.patchbay.api.runtime.DrainResult;
import dev.patchbay.api.runtime.HandlerSnapshot;
import dev.patchbay.api.runtime.HandlerStanding;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bean of one server. Each operation is one line in the log, with who has called it. May be used by any thread. */
final class ServerBean implements ServerMXBean {

    private static final Logger LOG = LoggerFactory.getLogger(ServerBean.class);

    private final ServerRuntime runtime;
    private final String name;

    ServerBean(ServerRuntime runtime, String name) {
        this.runtime = runtime;
        this.name = name;
    }

    private ServerSnapshot server() {
        return runtime.server(name)
                .orElseThrow(() -> new IllegalStateException("there is no server " + name + " any more"));
    }

    @Override
    public String getState() {
        return server().state().toString();
    }

    @Override
    public Date getSince() {
        return Date.from(server().since());
    }

    @Override
    public String getAddress() {
        return server().address();
    }

    @Override
    public String getHandler() {
        return server().handler().orElse(null);
    }

    @Override
    public List<String> getHandlers() {
        return server().handlers().stream().map(ServerBean::words).toList();
    }

    private static String words(HandlerSnapshot handler) {
        return handler.name() + " (" + handler.id() + ")";
    }

    @Override
    public boolean isHolding() {
        return server().holding();
    }

    @Override
    public int getConnections() {
        return server().connections();
    }

    @Override
    public long getAccepted() {
        return server().totals().accepted();
    }

    @Override
    public long getBytesIn() {
        return server().totals().bytesIn();
    }

    @Override
    public long getBytesOut() {
        return server().totals().bytesOut();
    }

    @Override
    public long getSwaps() {
        return server().totals().swaps();
    }

    @Override
    public Map<String, String> getConfiguration() {
        return server().configuration();
    }

    @Override
    public List<String> getFaults() {
        return server().faults();
    }

    @Override
    public String drain(String atMost) throws InterruptedException {
        boolean limited = atMost != null && !atMost.isBlank();
        server();
        LOG.info("server {} told to drain by {}", name, JmxCaller.words());
        DrainResult result =
                await(() -> limited ? runtime.drain(name, Durations.parse(atMost.strip())) : runtime.drain(name));
        return result.finished() + " finished, " + result.forced() + " ended";
    }

    @Override
    public void start() throws InterruptedException {
        LOG.info("server {} told to start by {}", name, JmxCaller.words());
        await(() -> runtime.start(name));
    }

    /** Waits for an operation; a failure becomes one that every client of JMX can read. */
    private <R> R await(Supplier<CompletionStage<R>> operation) throws InterruptedException {
        try {
            return operation.get().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "server " + name + ": " + e.getCause().getMessage());
        } catch (NoSuchElementException e) {
            throw new IllegalStateException(e.getMessage());
        }
    }

    @Override
    public void closeConnection(long connection) {
        try {
            runtime.closeConnection(name, connection);
        } catch (NoSuchElementException e) {
            throw new IllegalArgumentException("server " + name + " has no connection " + connection);
        }
        LOG.info("connection {} of server {} closed by {}", connection, name, JmxCaller.words());
    }

    @Override
    public void chooseHandler(String handler) {
        if (handler == null || handler.isBlank()) {
            runtime.chooseHandlerByRanking(name);
            LOG.info("handler of server {} chosen by ranking again by {}", name, JmxCaller.words());
            return;
        }
        HandlerSnapshot chosen = server().handlers().stream()
                .filter(known -> known.standing() != HandlerStanding.FAILED)
                .filter(known -> known.name().equals(handler.strip())
                        || Long.toString(known.id()).equals(handler.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("server " + name + " has no handler " + handler
                        + "; it has " + String.join(", ", getHandlers())));
        runtime.chooseHandler(name, chosen.id());
        LOG.info("handler {} of server {} chosen by {}", words(chosen), name, JmxCaller.words());
    }
}
