package dev.patchbay.command.operate;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Host;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.Operand;
import java.util.List;

/** {@code patchbay start}: starts a server that was drained or has failed. */
public final class StartCommand implements Command {

    @Override
    public Declaration declaration() {
        return new Declaration(
                "start",
                "start a server that was drained or has failed",
                List.of("SERVER"),
                List.of(Operand.server()),
                1,
                1,
                Flag.common(),
                List.of(
                        "Starts a server with its newest valid configuration, and waits until clients can connect. A server that "
                                + "runs is left as it is; one that drains is started when it has stopped."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        String server = arguments.operand(0);
        try (Host host = Host.in(arguments.home())) {
            Object result = host.waitFor("patchbay.start", "server", server);
            if (arguments.has(Flag.JSON)) {
                output.json(result);
            } else {
                output.line("server " + server + " accepts connections");
            }
        }
    }
}
