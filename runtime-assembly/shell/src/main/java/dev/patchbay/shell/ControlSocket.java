package dev.patchbay.shell;

import dev.patchbay.api.runtime.ServerRuntime;
import dev.patchbay.api.runtime.ServerSnapshot;
import dev.patchbay.api.runtime.ServerState;
import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.exit.ExitStatus;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/** The control socket of this process: that of the running server whose handler is {@code control}. */
public final class ControlSocket {

    private final Supplier<ServerRuntime> runtime;

    /** Creates a finder, which asks for the servers anew each time. The supplier returns null where there are none. */
    public ControlSocket(Supplier<ServerRuntime> runtime) {
        this.runtime = runtime;
    }

    /**
     * Returns the path of the socket.
     *
     * @throws CommandFailure if no such server runs
     */
    Path find() throws CommandFailure {
        return servers().stream()
                .filter(server -> server.state() == ServerState.RUNNING)
                .filter(server -> server.handler().filter("control"::equals).isPresent())
                .map(ServerSnapshot::address)
                .filter(address -> address.startsWith("/"))
                .findFirst()
                .map(Path::of)
                .orElseThrow(() -> new CommandFailure(
                        ExitStatus.UNAVAILABLE,
                        "no server for operators runs here; the commands need one with a socket in the file system and"
                                + " handler.target = (handler.name=control)"));
    }

    /** Returns the servers of this process. */
    public List<ServerSnapshot> servers() {
        ServerRuntime present = runtime.get();
        return present == null ? List.of() : present.servers();
    }
}
