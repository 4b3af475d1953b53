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
import dev.patchbay.command.text.Quantity;
import java.util.List;

/** {@code patchbay drain}: stops a server when its connections have finished. */
public final class DrainCommand implements Command {

    private static final Flag WITHIN = new Flag(
            "",
            "within",
            Operand.text("DURATION"),
            "end the connections that have not finished after this time, such as 500ms, 5s or 1m; 0 ends all at once. "
                    + "Default: the server's drain.timeout");

    @Override
    public Declaration declaration() {
        return new Declaration(
                "drain",
                "stop a server when its connections have finished",
                List.of("SERVER [--within DURATION]"),
                List.of(Operand.server()),
                1,
                1,
                Flag.common(WITHIN),
                List.of(
                        "Stops a server: it accepts no more connections, lets those that it has finish, and ends the rest when the "
                                + "time is over. Waits until the server has stopped. It stays so until 'patchbay start SERVER', a change "
                                + "of its configuration, or the next start of Patchbay."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        String server = arguments.operand(0);
        try (Host host = Host.in(arguments.home())) {
            Object result = host.waitFor("patchbay.drain", "server", server, "atMost", arguments.value(WITHIN));
            if (arguments.has(Flag.JSON)) {
                output.json(result);
                return;
            }
            Document drain = Document.of(result);
            if (Boolean.FALSE.equals(drain.get("stopped"))) {
                output.line("server " + server + " drains; it answers this command, which cannot wait for its end");
                return;
            }
            output.line("server " + server + " has stopped after " + Quantity.time(drain.number("tookMillis")) + ": "
                    + Quantity.count(drain.number("finished"), "connection") + " finished, "
                    + drain.number("forced") + (drain.number("forced") == 1 ? " was ended" : " were ended"));
        }
    }
}
