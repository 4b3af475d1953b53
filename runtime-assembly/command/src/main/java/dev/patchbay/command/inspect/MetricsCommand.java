package dev.patchbay.command.inspect;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Host;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.rpc.Document;
import java.util.List;

/** {@code patchbay metrics}: all numbers, as monitoring systems read them. */
public final class MetricsCommand implements Command {

    private static final Flag OPEN_METRICS =
            new Flag("", "openmetrics", null, "print the format of OpenMetrics instead of that of Prometheus");

    @Override
    public Declaration declaration() {
        return new Declaration(
                "metrics",
                "print all metrics, as Prometheus reads them",
                List.of(""),
                List.of(),
                0,
                0,
                Flag.common(OPEN_METRICS),
                List.of(
                        "Prints the numbers of the servers, event loops, plugins, JSON-RPC methods, the process and the Java virtual "
                                + "machine in the text format of Prometheus, with a description of each.",
                        "Counters begin with the server, or the process, and are never reset: a rate is the difference of two "
                                + "readings."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        try (Host host = Host.in(arguments.home())) {
            Object result = host.call("patchbay.metrics", "format", arguments.has(OPEN_METRICS) ? "openmetrics" : null);
            if (arguments.has(Flag.JSON)) {
                output.json(result);
            } else {
                output.verbatim(Document.of(result).text("text"));
            }
        }
    }
}
