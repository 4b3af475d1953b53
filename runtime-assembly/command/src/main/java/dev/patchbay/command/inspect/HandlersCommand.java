package dev.patchbay.command.inspect;

import dev.patchbay.command.Command;
import dev.patchbay.command.CommandFailure;
import dev.patchbay.command.Host;
import dev.patchbay.command.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.Operand;
import dev.patchbay.command.rpc.Document;
import dev.patchbay.command.text.Table;
import java.util.List;

/** {@code patchbay handlers}: which handlers there are, and why each one serves or does not. */
public final class HandlersCommand implements Command {

    @Override
    public Declaration declaration() {
        return new Declaration(
                "handlers",
                "show the handlers of the servers, and why each serves or does not",
                List.of("[SERVER]"),
                List.of(Operand.server()),
                0,
                1,
                Flag.common(),
                List.of(
                        "Shows the handlers that a server, or each server, may choose among. Of those that match its handler.target, "
                                + "the one with the highest ranking serves, and of these the oldest, unless 'patchbay choose' has "
                                + "put another one in charge."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        try (Host host = Host.in(arguments.home())) {
            String server = arguments.operand(0);
            Object result = host.call("patchbay.handlers", "server", server);
            if (arguments.has(Flag.JSON)) {
                output.json(result);
            } else {
                output.table(
                        table(Document.list(result)),
                        server == null ? "No server has a handler." : "No handler matches the server " + server + ".");
            }
        }
    }

    private static Table table(List<Document> handlers) {
        Table table = new Table()
                .text("SERVER")
                .number("ID")
                .text("HANDLER")
                .number("RANKING")
                .word("STANDING")
                .word("EXECUTION")
                .text("ORIGIN")
                .text("WHY");
        for (Document handler : handlers) {
            table.row(
                    handler.text("server"),
                    handler.text("id"),
                    handler.text("name"),
                    handler.text("ranking"),
                    handler.text("standing"),
                    handler.text("execution"),
                    handler.text("origin"),
                    handler.text("why"));
        }
        return table;
    }
}
