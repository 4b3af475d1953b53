package dev.patchbay.command.operate;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Host;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.Operand;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code patchbay choose}: puts a handler in charge of a server. */
public final class ChooseCommand implements Command {

    private static final Flag BY_RANKING =
            new Flag("", "by-ranking", null, "go back to the handler with the highest ranking");

    @Override
    public Declaration declaration() {
        return new Declaration(
                "choose",
                "put a handler in charge of a server",
                List.of("SERVER HANDLER", "SERVER --by-ranking"),
                List.of(Operand.server(), Operand.text("HANDLER")),
                1,
                2,
                Flag.common(BY_RANKING),
                List.of(
                        "Puts a handler in charge, regardless of its ranking, for as long as it is there and matches the server's "
                                + "handler.target. Clients stay connected. 'patchbay handlers SERVER' shows the IDs and names; the name "
                                + "of several handlers is refused."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        String server = arguments.operand(0);
        String handler = arguments.operand(1);
        boolean byRanking = arguments.has(BY_RANKING);
        if (byRanking == (handler != null)) {
            throw Arguments.usage(
                    declaration(), byRanking ? "HANDLER and --by-ranking exclude each other" : "HANDLER is missing");
        }
        // A null is part of the request here: it means the choice by ranking.
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("server", server);
        parameters.put("handler", idOrName(handler));
        try (Host host = Host.in(arguments.home())) {
            Object result = host.ask("patchbay.choose", parameters);
            if (arguments.has(Flag.JSON)) {
                output.json(result);
            } else if (byRanking) {
                output.line("server " + server + " has the handler with the highest ranking");
            } else {
                output.line("server " + server + " has the handler " + handler);
            }
        }
    }

    private static Object idOrName(String handler) {
        try {
            return handler == null ? null : Long.valueOf(handler);
        } catch (NumberFormatException e) {
            return handler;
        }
    }
}
