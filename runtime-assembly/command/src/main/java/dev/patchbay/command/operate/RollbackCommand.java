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
import java.util.List;

/** {@code patchbay rollback}: puts the earlier version of a plugin back. */
public final class RollbackCommand implements Command {

    @Override
    public Declaration declaration() {
        return new Declaration(
                "rollback",
                "put the earlier version of a plugin back",
                List.of("PLUGIN"),
                List.of(new Operand("PLUGIN", Operand.Kind.PLUGIN, "")),
                1,
                1,
                Flag.common(),
                List.of(
                        "Puts the version that served before the present one back into the file in plugins/, so that it serves now and "
                                + "after the next start. PLUGIN is the name of the file, with or without .jar. Clients stay connected. "
                                + "A second rollback puts the newer version back. If the file contains something that does not serve, "
                                + "the version that still serves is put back.",
                        "One earlier version of each file is kept, in cache/, until the file is removed. If it does not serve any "
                                + "more, everything stays as it was."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        try (Host host = Host.in(arguments.home())) {
            Object result = host.waitFor("patchbay.rollback", "plugin", arguments.operand(0));
            if (arguments.has(Flag.JSON)) {
                output.json(result);
                return;
            }
            Document now = Document.of(result);
            String was = now.text("was");
            output.line("plugin " + now.text("file") + " is " + now.text("name") + " " + now.text("version") + " again"
                    + (was.isEmpty() ? "" : was.equals(now.text("version")) ? ", which still served" : "; was " + was));
        }
    }
}
