package dev.patchbay.web.control;

import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import java.io.IOException;
import java.util.Optional;
import java.util.function.Supplier;

/** The control server of this process. All methods may be called from any thread. */
public final class ControlServer {

    /** The name of the handler that offers the control methods. */
    private static final String HANDLER = "control";

    private final ServerRuntime runtime;
    private final Supplier<Optional<String>> configured;

    /**
     * Creates a finder of the server.
     *
     * @param configured the name of the server that is to be used; empty for the one whose handler is {@code control}
     */
    public ControlServer(ServerRuntime runtime, Supplier<Optional<String>> configured) {
        this.runtime = runtime;
        this.configured = configured;
    }

    /** Connects to the server. */
    public ControlConnection open() throws ControlUnavailable {
        ServerSnapshot server = server();
        if (server.address().startsWith("@")) {
            throw new ControlUnavailable("the server " + server.name() + " listens at the abstract address "
                    + server.address() + ", which cannot be reached from here; give it a path");
        }
        try {
            return ControlConnection.open(server.address());
        } catch (IOException e) {
            throw new ControlUnavailable("the server " + server.name() + " does not answer: " + e.getMessage());
        }
    }

    private ServerSnapshot server() throws ControlUnavailable {
        Optional<String> name = configured.get();
        if (name.isEmpty()) {
            return runtime.servers().stream()
                    .filter(server -> server.state() == ServerState.RUNNING)
                    .filter(server -> server.handler().filter(HANDLER::equals).isPresent())
                    .findFirst()
                    .orElseThrow(() -> new ControlUnavailable("no running server has the handler control"));
        }
        ServerSnapshot server = runtime.server(name.get())
                .orElseThrow(() -> new ControlUnavailable(
                        "there is no server " + name.get() + ", which control.server of dev.patchbay.web names"));
        if (server.state() != ServerState.RUNNING) {
            throw new ControlUnavailable("the server " + server.name()
                    + ", which control.server of dev.patchbay.web names, is " + server.state());
        }
        return server;
    }
}
