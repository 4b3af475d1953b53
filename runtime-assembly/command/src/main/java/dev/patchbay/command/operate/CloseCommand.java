package dev.patchbay.command.operate;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Host;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.Operand;
import java.util.List;

/** {@code patchbay close}: ends one connection. */
public final class CloseCommand implements Command {

    @Override
    public Declaration declaration() {
        return new Declaration(
                "close",
                "close a connection",
                List.of("SERVER CONNECTION"),
                List.of(Operand.server(), Operand.text("CONNECTION")),
                2,
                2,
                Flag.common(),
                List.of(
                        "Closes the connection whose ID 'patchbay connections SERVER' shows. What the handler has written by then is "
                                + "still sent; the client has the server's drain.timeout to read it."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        String server = arguments.operand(0);
        long connection;
        try {
            connection = Long.parseLong(arguments.operand(1));
        } catch (NumberFormatException e) {
            throw Arguments.usage(
                    declaration(),
                    "'" + arguments.operand(1) + "' is not the ID of a connection; 'patchbay connections " + server
                            + "' shows them");
        }
        try (Host host = Host.in(arguments.home())) {
            Object result = host.call("patchbay.close", "server", server, "connection", connection);
            if (arguments.has(Flag.JSON)) {
                output.json(result);
            } else {
                output.line("closing connection " + connection + " of server " + server);
            }
        }
    }
}
