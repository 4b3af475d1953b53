package dev.patchbay.command.inspect;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Host;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.Operand;
import dev.patchbay.command.rpc.Document;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** {@code patchbay events}: what happens, as it happens. */
public final class EventsCommand implements Command {

    private static final Flag FOLLOW = new Flag("f", "follow", null, "go on until Ctrl-C or the end of Patchbay");

    @Override
    public Declaration declaration() {
        return new Declaration(
                "events",
                "show what happens, as it happens",
                List.of("[-f] [SERVER]"),
                List.of(Operand.server()),
                0,
                1,
                Flag.common(FOLLOW),
                List.of(
                        "Waits for the next event of a server, or of any server, prints it on one line, and ends. With -f, prints "
                                + "all that follow. Events are connections that open, close or are refused, swaps of handlers, "
                                + "servers that start, drain, stop or fail, and rejected configurations.",
                        "With --json, each event is one JSON text on one line."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        try (Host host = Host.in(arguments.home())) {
            String server = arguments.operand(0);
            if (server != null) {
                // The name of no server would wait without an end.
                host.call("patchbay.server", "name", server);
            }
            host.call("patchbay.subscribe", "servers", server == null ? null : List.of(server));
            do {
                Document event = host.nextEvent();
                if (arguments.has(Flag.JSON)) {
                    output.json(event.members());
                } else {
                    output.line(line(event));
                }
                output.flush();
            } while (arguments.has(FOLLOW) && output.failure() == null);
        }
    }

    private static String line(Document event) {
        String text = event.text("text");
        return time(event.text("time")) + "  "
                + (text.isEmpty() ? "server " + event.text("server") + ": " + event.text("type") : text);
    }

    /** Returns the time of day here, to the millisecond. */
    private static String time(String instant) {
        try {
            String time = Instant.parse(instant)
                    .atZone(ZoneId.systemDefault())
                    .toLocalTime()
                    .toString();
            return (time.length() < 9 ? (time + ":00").substring(0, 8) + ".000" : time + "000").substring(0, 12);
        } catch (DateTimeException e) {
            return instant;
        }
    }
}
