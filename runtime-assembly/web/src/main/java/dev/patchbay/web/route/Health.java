package dev.patchbay.web.route;

import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.control.caller.Line;
import dev.patchbay.web.http.Response;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** {@code GET /health/live} and {@code GET /health/ready}: 200 or 503, and a text that says what is wrong. */
final class Health {

    private static final int PULSE_SECONDS = 2;

    private final ServerRuntime runtime;

    Health(ServerRuntime runtime) {
        this.runtime = runtime;
    }

    /** Answers whether the event loops turn: a process that is not alive should be started again. */
    void answerLive(Response response) throws IOException {
        try {
            runtime.pulse().toCompletableFuture().get(PULSE_SECONDS, TimeUnit.SECONDS);
            response.text(200, "live");
        } catch (TimeoutException e) {
            response.text(503, "not live: an event loop has not taken a turn within " + PULSE_SECONDS + " s");
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            String why = cause.getMessage() == null ? cause.toString() : cause.getMessage();
            response.text(503, "not live: " + Line.of(why));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the connection ends");
        }
    }

    /** Answers whether each server accepts connections and has a handler. */
    void answerReady(Response response) throws IOException {
        List<ServerSnapshot> servers = runtime.servers();
        List<String> faults = servers.stream()
                .filter(server -> server.state() != ServerState.RUNNING || server.holding())
                .map(Health::fault)
                .toList();
        if (faults.isEmpty()) {
            response.text(
                    200, "ready: " + servers.size() + (servers.size() == 1 ? " server serves" : " servers serve"));
        } else {
            response.text(503, "not ready: " + String.join("\nnot ready: ", faults));
        }
    }

    private static String fault(ServerSnapshot server) {
        String why = "";
        if (server.holding()) {
            why = ": no handler matches " + server.configuration().getOrDefault("handler.target", "its handler.target");
        } else if (!server.faults().isEmpty()) {
            why = ": " + String.join("; ", server.faults());
        }
        return Line.of("server " + server.name() + " is "
                + (server.holding() ? "HOLDING" : server.state().name()) + why);
    }
}
