package dev.patchbay.command.inspect;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Host;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.Operand;
import dev.patchbay.command.rpc.Document;
import dev.patchbay.command.text.Quantity;
import dev.patchbay.command.text.Table;
import java.util.List;

/** {@code patchbay connections}: who is connected. */
public final class ConnectionsCommand implements Command {

    @Override
    public Declaration declaration() {
        return new Declaration(
                "connections",
                "show who is connected",
                List.of("[SERVER]"),
                List.of(Operand.server()),
                0,
                1,
                Flag.common(),
                List.of(
                        "Shows the live connections of a server, or of all servers: the process and user at the other end, how long "
                                + "the connection has been there and nothing has moved on it (IDLE), the bytes that came in and went "
                                + "out, and those that wait for the client to read them (QUEUED).",
                        "'patchbay close SERVER ID' closes one."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        try (Host host = Host.in(arguments.home())) {
            String server = arguments.operand(0);
            Object result = host.call("patchbay.connections", "server", server);
            if (arguments.has(Flag.JSON)) {
                output.json(result);
            } else {
                output.table(
                        table(Document.list(result)),
                        server == null ? "Nobody is connected." : "Nobody is connected to " + server + ".");
            }
        }
    }

    private static Table table(List<Document> connections) {
        Table table = new Table()
                .text("SERVER")
                .number("ID")
                .number("PID")
                .text("PROCESS")
                .text("USER")
                .number("AGE")
                .number("IDLE")
                .number("IN")
                .number("OUT")
                .number("QUEUED")
                .text("HANDLER");
        for (Document connection : connections) {
            table.row(
                    connection.text("server"),
                    connection.text("id"),
                    connection.text("pid"),
                    connection.text("process"),
                    connection.text("user").isEmpty() ? connection.text("uid") : connection.text("user"),
                    Quantity.time(connection.get("ageMillis")),
                    Quantity.time(connection.get("idleMillis")),
                    Quantity.size(connection.get("bytesIn")),
                    Quantity.size(connection.get("bytesOut")),
                    connection.number("queued") == 0 ? "-" : Quantity.size(connection.get("queued")),
                    connection.text("handler"));
        }
        return table;
    }
}
