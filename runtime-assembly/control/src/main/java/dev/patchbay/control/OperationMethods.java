package dev.patchbay.control;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Durations;
import dev.patchbay.api.runtime.ConnectionSnapshot;
import dev.patchbay.api.runtime.HandlerSnapshot;
import dev.patchbay.api.runtime.HandlerStanding;
import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.control.caller.Line;
import dev.patchbay.control.view.DrainView;
import dev.patchbay.jsonrpc.Description;
import dev.patchbay.jsonrpc.JsonRpcException;
import dev.patchbay.jsonrpc.JsonRpcFunctions;
import dev.patchbay.jsonrpc.Param;
import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The methods that act on servers and connections. Each is one line in the log, with who called it. */
@Component(service = OperationMethods.class)
@JsonRpcFunctions(
        scope = "patchbay",
        audience = "control",
        function = {"close", "drain", "start", "choose"})
public final class OperationMethods {

    /** How many connections a message names. */
    private static final int NAMED = 10;

    private final ServerRuntime runtime;

    /** Called by Declarative Services. */
    @Activate
    public OperationMethods(@Reference ServerRuntime runtime) {
        this.runtime = runtime;
    }

    @Description("Closes a connection: what has been written is still sent.")
    public void close(
            ConnContext conn,
            @Param(description = "The name of the server.") String server,
            @Param(description = "The number of the connection.") long connection) {
        ServerSnapshot known = Refusals.server(runtime, server);
        try {
            runtime.closeConnection(server, connection);
        } catch (NoSuchElementException e) {
            throw Refusals.of(Refusals.NO_CONNECTION, noConnection(known.name(), connection));
        }
        OperationLog.write(conn, "connection {} of server {} closed", connection, Line.of(server));
    }

    private String noConnection(String server, long connection) {
        List<ConnectionSnapshot> live = runtime.connections(server);
        String first = String.join(
                ", ",
                live.stream()
                        .limit(NAMED)
                        .map(other -> Long.toString(other.id()))
                        .toList());
        return "server " + server + " has no connection " + connection + "; "
                + (live.isEmpty() ? "it has none at all" : "it has " + first)
                + (live.size() > NAMED ? " and " + (live.size() - NAMED) + " more" : "");
    }

    @Description(
            "Drains a server and stops it: connections may finish what they are doing. Returns when it has stopped; if the"
                    + " caller is connected to that very server, at once.")
    public CompletionStage<DrainView> drain(
            ConnContext conn,
            @Param(description = "The name of the server.") String server,
            @Param(description = "How long it may take, such as 5s; without it, drain.timeout.")
                    Optional<String> atMost) {
        Optional<Duration> limit = atMost.map(OperationMethods::duration);
        Refusals.server(runtime, server);
        OperationLog.write(
                conn,
                "server {} told to drain{}",
                Line.of(server),
                atMost.map(time -> " within " + Line.of(time)).orElse(""));
        var end = known(() -> limit.isPresent() ? runtime.drain(server, limit.get()) : runtime.drain(server));
        return server.equals(conn.server())
                ? CompletableFuture.completedStage(DrainView.GOES_ON)
                : end.thenApply(DrainView::of);
    }

    private static Duration duration(String text) {
        try {
            return Durations.parse(text);
        } catch (IllegalArgumentException e) {
            throw Refusals.of(JsonRpcException.INVALID_PARAMS, "atMost = " + text + ": " + e.getMessage());
        }
    }

    @Description("Starts a server that was drained or has failed. Returns when clients can connect.")
    public CompletionStage<Void> start(
            ConnContext conn, @Param(description = "The name of the server.") String server) {
        Refusals.server(runtime, server);
        OperationLog.write(conn, "server {} told to start", Line.of(server));
        return known(() -> runtime.start(server)).handle((started, failure) -> {
            if (failure != null) {
                Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                        ? failure.getCause()
                        : failure;
                throw Refusals.of(
                        Refusals.NOT_STARTED, cause.getMessage() == null ? cause.toString() : cause.getMessage());
            }
            return null;
        });
    }

    @Description("Puts a handler in charge of a server regardless of its ranking, for as long as it is there.")
    public void choose(
            ConnContext conn,
            @Param(description = "The name of the server.") String server,
            @Param(description = "The id or the name of the handler; null to choose by ranking again.")
                    Optional<Object> handler) {
        ServerSnapshot known = Refusals.server(runtime, server);
        if (handler.isEmpty()) {
            choose(() -> runtime.chooseHandlerByRanking(server));
            OperationLog.write(conn, "handler of server {} chosen by ranking again", Line.of(server));
            return;
        }
        HandlerSnapshot wanted = handler(known, handler.get());
        choose(() -> runtime.chooseHandler(server, wanted.id()));
        OperationLog.write(
                conn,
                "handler {} of {} (service {}) of server {} chosen",
                Line.of(wanted.name()),
                Line.of(wanted.origin()),
                wanted.id(),
                Line.of(server));
    }

    private static HandlerSnapshot handler(ServerSnapshot server, Object wanted) {
        String text = wanted.toString();
        HandlerSnapshot found = server.handlers().stream()
                .filter(handler -> wanted instanceof Number
                        ? Long.toString(handler.id()).equals(text)
                        : handler.name().equals(text))
                .findFirst()
                .orElseThrow(() -> Refusals.of(Refusals.NO_HANDLER, noHandler(server, text)));
        if (found.standing() == HandlerStanding.FAILED) {
            throw Refusals.of(Refusals.NO_HANDLER, "handler " + text + " cannot be used: " + found.why());
        }
        return found;
    }

    private static String noHandler(ServerSnapshot server, String wanted) {
        List<String> names = server.handlers().stream()
                .filter(handler -> handler.standing() != HandlerStanding.FAILED)
                .map(handler -> handler.name() + " (" + handler.id() + ")")
                .toList();
        return "server " + server.name() + " has no handler " + wanted + "; "
                + (names.isEmpty() ? "none matches its handler.target" : "it can choose " + String.join(", ", names));
    }

    private static void choose(Runnable choice) {
        try {
            choice.run();
        } catch (NoSuchElementException e) {
            throw Refusals.of(Refusals.NO_HANDLER, e.getMessage());
        }
    }

    private static <T> T known(Supplier<T> call) {
        try {
            return call.get();
        } catch (NoSuchElementException e) {
            throw Refusals.noServer(e);
        }
    }
}
