package dev.patchbay.command.inspect;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Host;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.rpc.Document;
import dev.patchbay.command.text.Table;
import java.util.List;

/** {@code patchbay plugins}: what became of each file in {@code plugins/}. */
public final class PluginsCommand implements Command {

    @Override
    public Declaration declaration() {
        return new Declaration(
                "plugins",
                "show what became of each file in plugins/",
                List.of(""),
                List.of(),
                0,
                0,
                Flag.common(),
                List.of(
                        "Shows the files in the folder plugins of the home, what each one is, and below the table in full "
                                + "why one is not in use and what to do about it."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        try (Host host = Host.in(arguments.home())) {
            Object result = host.call("patchbay.plugins");
            if (arguments.has(Flag.JSON)) {
                output.json(result);
            } else {
                print(Document.list(result), output);
            }
        }
    }

    private static void print(List<Document> plugins, Output output) {
        Table table = new Table().text("FILE").word("STATE").text("NAME").text("VERSION");
        for (Document plugin : plugins) {
            table.row(plugin.text("file"), plugin.text("state"), plugin.text("name"), plugin.text("version"));
        }
        output.table(table, "There is no plugin; put a handler's jar into the folder plugins of the home.");
        for (Document plugin : plugins) {
            if (!plugin.text("text").isEmpty() && !plugin.text("state").equals("SERVING")) {
                output.line("");
                output.alarm(plugin.text("file") + " " + plugin.text("state") + ": " + plugin.text("text"), "");
            }
        }
    }
}
