package dev.patchbay.command.host;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.rpc.Document;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** Finds the socket that an operand names. */
public final class SocketPath {

    private SocketPath() {}

    /**
     * Returns the path of a socket.
     *
     * @param socket a path with a slash in it, {@code control}, or the name of a server of the Patchbay that runs in the home
     * @throws CommandFailure if it is none, or the server has none in the file system
     */
    public static Path of(Path home, String socket) throws CommandFailure {
        if (socket.equals("control")) {
            return Host.control(home);
        }
        if (socket.indexOf('/') >= 0) {
            try {
                return Path.of(socket).toAbsolutePath().normalize();
            } catch (InvalidPathException e) {
                throw CommandFailure.usage("'" + socket + "' is not a path: " + e.getReason());
            }
        }
        try (Host host = Host.in(home)) {
            String address =
                    Document.of(host.call("patchbay.server", "name", socket)).text("address");
            if (!address.startsWith("/")) {
                throw new CommandFailure(
                        ExitStatus.FAILED,
                        "the server " + socket + " cannot be called: "
                                + (address.isEmpty()
                                        ? "it has no socket; 'patchbay status' says why"
                                        : "its socket, " + address + ", is none in the file system"));
            }
            return Path.of(address);
        }
    }
}
