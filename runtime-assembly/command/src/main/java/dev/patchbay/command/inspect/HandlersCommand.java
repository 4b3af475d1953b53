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
                print(
                        Document.list(result),
                        output,
                        server == null ? "No server has a handler." : "No handler matches the server " + server + ".");
            }
        }
    }

    /** Prints the reasons in a column if there is room for them, otherwise below the table. */
    private static void print(List<Document> handlers, Output output, String ifEmpty) {
        Table complete = table(handlers, true);
        if (complete.width() <= output.terminal().width()) {
            output.table(complete, ifEmpty);
            return;
        }
        output.table(table(handlers, false), ifEmpty);
        output.line("");
        for (Document handler : handlers) {
            output.paragraph(
                    handler.text("server") + ", " + handler.text("name") + " (" + handler.text("id") + "): "
                            + handler.text("why"),
                    "");
        }
    }

    private static Table table(List<Document> handlers, boolean withReasons) {
        Table table = new Table()
                .text("SERVER")
                .number("ID")
                .text("HANDLER")
                .number("RANKING")
                .word("STANDING")
                .word("EXECUTION")
                .text("ORIGIN");
        if (withReasons) {
            table.text("WHY");
        }
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
