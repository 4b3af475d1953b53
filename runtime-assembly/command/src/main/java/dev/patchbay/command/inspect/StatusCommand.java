package dev.patchbay.command.inspect;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Host;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.rpc.Document;
import dev.patchbay.command.text.Quantity;
import dev.patchbay.command.text.Table;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;

/** {@code patchbay status}: how the servers are, what is wrong, and what to do about it. */
public final class StatusCommand implements Command {

    @Override
    public Declaration declaration() {
        return new Declaration(
                "status",
                "show the servers, what is wrong, and what to do about it",
                List.of(""),
                List.of(),
                0,
                0,
                Flag.common(),
                List.of(
                        "Shows the running Patchbay, its servers and, in words, everything that is wrong with what to do about it.",
                        "The bytes are those since the start of each server. A server that is HOLDING has no handler: it keeps "
                                + "its clients and reads nothing until one arrives. The exit status does not depend on the "
                                + "problems; that of 'patchbay health' does."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        try (Host host = Host.in(arguments.home())) {
            Object result = host.call("patchbay.status");
            if (arguments.has(Flag.JSON)) {
                output.json(result);
            } else {
                print(Document.of(result), output);
            }
        }
    }

    private static void print(Document status, Output output) {
        List<Document> servers = status.objects("servers");
        String home = status.text("home");
        output.heading("Patchbay " + status.text("version") + ", process " + status.text("pid") + ", Java "
                + status.text("java") + up(status));
        output.line("Home: " + home);
        output.line((status.isTrue("ready") ? "Ready: " : "NOT READY: ") + counts(servers, status.objects("plugins")));
        output.line("");
        Table table = new Table()
                .text("SERVER")
                .word("STATE")
                .text("HANDLER")
                .number("CONNECTIONS")
                .number("IN")
                .number("OUT")
                .text("ADDRESS");
        for (Document server : servers) {
            Document totals = server.object("totals");
            table.row(
                    server.text("name"),
                    Servers.state(server),
                    server.text("handler"),
                    server.number("connections"),
                    Quantity.size(totals.get("bytesIn")),
                    Quantity.size(totals.get("bytesOut")),
                    Servers.address(server, home));
        }
        output.table(table, "There is no server; put a configuration file into " + home + "/conf.");
        Problems.print(status, output);
    }

    private static String up(Document status) {
        try {
            long started = Instant.parse(status.text("startedAt")).toEpochMilli();
            return ", up " + Quantity.time(System.currentTimeMillis() - started);
        } catch (DateTimeException e) {
            return "";
        }
    }

    private static String counts(List<Document> servers, List<Document> plugins) {
        long serving = 0;
        long connections = 0;
        for (Document server : servers) {
            serving += Servers.state(server).equals(Servers.SERVING) ? 1 : 0;
            connections += server.number("connections");
        }
        return serving + " of " + Quantity.count(servers.size(), "server") + " serving, "
                + Quantity.count(connections, "connection") + ", " + Quantity.count(plugins.size(), "plugin");
    }
}
