package dev.patchbay.command.operate;

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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** {@code patchbay log}: how much the loggers write. */
public final class LogCommand implements Command {

    private static final List<String> LEVELS = List.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");
    private static final String INHERITED = "INHERITED";

    @Override
    public Declaration declaration() {
        return new Declaration(
                "log",
                "show or change the levels of the log",
                List.of("[LOGGER [LEVEL]]"),
                List.of(Operand.text("LOGGER"), Operand.word("LEVEL", "trace debug info warn error off inherited")),
                0,
                2,
                Flag.common(),
                List.of(
                        "Shows the loggers that have a level of their own, or the level of LOGGER, which it inherits from the nearest "
                                + "name above it.",
                        "With LEVEL (trace, debug, info, warn, error, off), the logger gets this level at once, until Patchbay ends "
                                + "or conf/logback.xml changes. With 'inherited' it has that of the name above it again."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        String logger = arguments.operand(0);
        if (arguments.operand(1) == null) {
            try (Host host = Host.in(arguments.home())) {
                show(host.call("patchbay.logLevels"), logger, arguments, output);
            }
            return;
        }
        String level = arguments.operand(1).toUpperCase(Locale.ROOT);
        if (!level.equals(INHERITED) && !LEVELS.contains(level)) {
            throw Arguments.usage(
                    declaration(),
                    "'" + arguments.operand(1)
                            + "' is not a level: use trace, debug, info, warn, error, off or inherited");
        }
        // A null is part of the request here: it means the inherited level.
        Map<String, Object> parameters = new LinkedHashMap<>();
        parameters.put("logger", logger);
        parameters.put("level", level.equals(INHERITED) ? null : level);
        try (Host host = Host.in(arguments.home())) {
            Object result = host.ask("patchbay.logLevel", parameters);
            if (arguments.has(Flag.JSON)) {
                output.json(result);
            } else {
                output.line("logger " + logger + " has the level " + level);
            }
        }
    }

    private static void show(Object result, String logger, Arguments arguments, Output output) {
        Document levels = Document.of(result);
        if (arguments.has(Flag.JSON)) {
            output.json(logger == null ? result : level(levels, logger));
            return;
        }
        if (logger != null) {
            String owner = owner(levels, logger);
            output.line(level(levels, logger) + (owner.equals(logger) ? "" : " (inherited from " + owner + ")"));
            return;
        }
        Table table = new Table().word("LEVEL").text("LOGGER");
        for (Map.Entry<?, ?> entry : levels.members().entrySet()) {
            table.row(entry.getValue(), entry.getKey());
        }
        output.table(table, "No logger has a level of its own.");
    }

    private static String level(Document levels, String logger) {
        return levels.text(owner(levels, logger));
    }

    /** Returns the logger that the level comes from: the logger itself, or the nearest name above it. */
    private static String owner(Document levels, String logger) {
        String name = logger;
        while (levels.text(name).isEmpty()) {
            int dot = name.lastIndexOf('.');
            if (dot < 0) {
                return "ROOT";
            }
            name = name.substring(0, dot);
        }
        return name;
    }
}
