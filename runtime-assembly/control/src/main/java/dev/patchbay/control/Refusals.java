package dev.patchbay.control;

import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.control.caller.Line;
import dev.patchbay.jsonrpc.JsonRpcException;
import java.util.List;
import java.util.NoSuchElementException;

/** The errors of the methods, each with a code and a message for the operator. */
final class Refusals {

    /** There is no server of that name. */
    static final int NO_SERVER = -32001;

    /** The server has no connection of that number. */
    static final int NO_CONNECTION = -32002;

    /** The server cannot choose that handler. */
    static final int NO_HANDLER = -32003;

    /** The server did not start. */
    static final int NOT_STARTED = -32004;

    /** The log of this process has no levels that can be changed. */
    static final int NO_LOG_LEVELS = -32005;

    /** No more subscriptions are accepted. */
    static final int TOO_MANY_SUBSCRIBERS = -32006;

    /** The server has rejected the configuration. */
    static final int REJECTED = -32007;

    /** A file cannot be changed. */
    static final int NOT_WRITTEN = -32008;

    /** There is no plugin of that name. */
    static final int NO_PLUGIN = -32009;

    private Refusals() {}

    /** Returns a server; throws the error if there is none of that name. */
    static ServerSnapshot server(ServerRuntime runtime, String name) {
        return runtime.server(name).orElseThrow(() -> of(NO_SERVER, noServer(name, runtime.servers())));
    }

    private static String noServer(String name, List<ServerSnapshot> servers) {
        return "there is no server " + name + "; "
                + (servers.isEmpty()
                        ? "there is none at all"
                        : "the servers are "
                                + String.join(
                                        ", ",
                                        servers.stream()
                                                .map(ServerSnapshot::name)
                                                .toList()));
    }

    /** Returns the error for a server that has gone in the meantime. */
    static JsonRpcException noServer(NoSuchElementException e) {
        return of(NO_SERVER, e.getMessage());
    }

    static JsonRpcException wrongValue(IllegalArgumentException e) {
        return of(JsonRpcException.INVALID_PARAMS, e.getMessage());
    }

    static JsonRpcException of(int code, String message) {
        return new JsonRpcException(code, Line.of(message));
    }
}
