package dev.patchbay.command.operate;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.host.Host;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.rpc.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code patchbay config set}: changes the configuration of a server. */
final class ConfigSet {

    private ConfigSet() {}

    static void run(Declaration declaration, Flag unset, Arguments arguments, Output output) throws CommandFailure {
        String server = arguments.operand(1);
        if (server == null) {
            throw Arguments.usage(declaration, "SERVER is missing");
        }
        Map<String, Object> set = values(declaration, arguments.operands());
        List<String> removed = arguments.values(unset);
        if (set.isEmpty() && removed.isEmpty()) {
            throw Arguments.usage(declaration, "KEY=VALUE is missing");
        }
        try (Host host = Host.in(arguments.home())) {
            Object result = host.waitFor(
                    "patchbay.configure",
                    "server",
                    server,
                    "set",
                    set.isEmpty() ? null : set,
                    "unset",
                    removed.isEmpty() ? null : removed);
            if (arguments.has(Flag.JSON)) {
                output.json(result);
            } else {
                print(Document.of(result), output);
            }
        }
    }

    private static Map<String, Object> values(Declaration declaration, List<String> operands) throws CommandFailure {
        Map<String, Object> values = new LinkedHashMap<>();
        for (String operand : operands.subList(2, operands.size())) {
            int mark = operand.indexOf('=');
            if (mark <= 0) {
                throw Arguments.usage(declaration, "'" + operand + "' is not of the form KEY=VALUE");
            }
            String key = operand.substring(0, mark).strip();
            if (values.put(key, operand.substring(mark + 1).strip()) != null) {
                throw Arguments.usage(declaration, key + " is given twice");
            }
        }
        return values;
    }

    private static void print(Document result, Output output) {
        String server = "server " + result.text("server");
        List<Document> changes = Document.list(result.get("changes"));
        if (changes.isEmpty()) {
            output.line(server + " has this configuration already");
        }
        for (Document change : changes) {
            output.line(server + ": " + change.text("key") + " " + shown(change.text("was")) + " → "
                    + shown(change.text("now")));
        }
    }

    private static String shown(String value) {
        return value.isEmpty() ? "(none)" : value;
    }
}
