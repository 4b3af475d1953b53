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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code patchbay config}: the configurations in force, the keys that there are, and changes. */
public final class ConfigCommand implements Command {

    private static final Flag UNSET =
            new Flag("", "unset", Operand.text("KEY"), "set: remove KEY, which then has its default; may be repeated");

    @Override
    public Declaration declaration() {
        return new Declaration(
                "config",
                "show or change configurations, or show the keys that there are",
                List.of("show [SERVER]", "keys [KEY]", "set SERVER KEY=VALUE... [--unset KEY]..."),
                List.of(Operand.word("WHAT", "show keys set"), Operand.server(), Operand.text("KEY=VALUE")),
                1,
                Integer.MAX_VALUE,
                Flag.common(UNSET),
                List.of(
                        "'config show' prints the configuration in force of a server, or of each server, and where the newest one "
                                + "differs because it was rejected, what is wrong with it. The lines are those of a configuration file.",
                        "'config keys' prints the keys of a server's configuration with their defaults; with KEY, those keys whose "
                                + "names contain it, with what they do.",
                        "'config set' changes the file of a server, all keys at once, and ends when the server has applied it. "
                                + "Comments and everything else in the file stay as they are. If the server rejects the change, the "
                                + "file is as before, and the exit status is 1. Connections stay. A server that was drained starts, "
                                + "as after any change of its file. Files of JSON-RPC handlers are edited by hand."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        String what = arguments.operand(0);
        if (what.equals("set")) {
            ConfigSet.run(declaration(), UNSET, arguments, output);
            return;
        }
        if (!what.equals("show") && !what.equals("keys")) {
            throw Arguments.usage(declaration(), "'" + what + "' is neither show, keys nor set");
        }
        if (arguments.operand(2) != null || arguments.has(UNSET)) {
            throw Arguments.usage(
                    declaration(),
                    arguments.has(UNSET)
                            ? "--unset is for 'config set'"
                            : "unknown argument '" + arguments.operand(2) + "'");
        }
        try (Host host = Host.in(arguments.home())) {
            if (what.equals("show")) {
                show(host, arguments, output);
            } else {
                keys(host.call("patchbay.keys"), arguments, output);
            }
        }
    }

    private static void show(Host host, Arguments arguments, Output output) throws CommandFailure {
        Map<String, Object> configurations = new LinkedHashMap<>();
        for (String server : servers(host, arguments.operand(1))) {
            configurations.put(server, host.call("patchbay.configuration", "server", server));
        }
        if (arguments.has(Flag.JSON)) {
            output.json(arguments.operand(1) == null ? configurations : configurations.get(arguments.operand(1)));
            return;
        }
        boolean first = true;
        for (Map.Entry<String, Object> configuration : configurations.entrySet()) {
            if (!first) {
                output.line("");
            }
            first = false;
            print(configuration.getKey(), Document.of(configuration.getValue()), output);
        }
    }

    private static List<String> servers(Host host, String server) throws CommandFailure {
        if (server != null) {
            return List.of(server);
        }
        List<String> names = new ArrayList<>();
        for (Document known : Document.list(host.call("patchbay.servers"))) {
            names.add(known.text("name"));
        }
        return names;
    }

    private static void print(String server, Document configuration, Output output) {
        String file = configuration.text("file");
        output.heading("# server " + server + (file.isEmpty() ? "" : ", " + file));
        List<String> faults = configuration.texts("faults");
        if (!faults.isEmpty()) {
            output.alarm("NEWEST CONFIGURATION REJECTED: " + String.join("; ", faults), "# ");
        }
        Document inForce = configuration.object("inForce");
        for (Map.Entry<?, ?> entry : inForce.members().entrySet()) {
            String value = entry.getValue() == null ? "" : entry.getValue().toString();
            output.line(entry.getKey() + (value.isEmpty() ? " =" : " = " + value));
        }
        for (Map.Entry<?, ?> entry : configuration.object("newest").members().entrySet()) {
            String value = String.valueOf(entry.getValue());
            if (!value.equals(inForce.text(entry.getKey().toString()))) {
                output.line("# rejected: " + entry.getKey() + " = " + value);
            }
        }
    }

    private static void keys(Object result, Arguments arguments, Output output) {
        if (arguments.has(Flag.JSON)) {
            output.json(result);
            return;
        }
        String part = arguments.operand(1);
        Table table = new Table().word("KEY").word("TYPE").word("DEFAULT").text("VALUES");
        List<Document> found = new ArrayList<>();
        for (Document key : Document.list(result)) {
            if (part == null || key.text("name").contains(part)) {
                found.add(key);
                table.row(
                        key.text("name"),
                        key.text("type"),
                        key.isTrue("required") ? "(required)" : key.text("byDefault"),
                        range(key));
            }
        }
        output.table(table, part == null ? "There is no key." : "No key contains '" + part + "'.");
        if (part != null) {
            for (Document key : found) {
                output.line("");
                output.paragraph(
                        key.text("name") + ": " + key.text("description").replace("`", ""), "");
            }
        }
    }

    private static String range(Document key) {
        String range = String.join(", ", key.texts("choices"));
        if (range.isEmpty()) {
            range = key.text("range");
        }
        String unit = key.text("unit");
        return unit.isEmpty() || range.isEmpty() ? range + unit : range + " " + unit;
    }
}
