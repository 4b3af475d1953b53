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

    /** How many past events are shown without a number. */
    private static final int USUAL = 20;

    private static final Flag FOLLOW = new Flag("f", "follow", null, "go on until Ctrl-C or the end of Patchbay");
    private static final Flag PAST =
            new Flag("", "past", Operand.optional("N"), "print the last N events, 20 without a number, and end");

    @Override
    public Declaration declaration() {
        return new Declaration(
                "events",
                "show what happens, as it happens",
                List.of("[-f] [SERVER]", "--past [N] [-f] [SERVER]"),
                List.of(Operand.server()),
                0,
                1,
                Flag.common(FOLLOW, PAST),
                List.of(
                        "Waits for the next event of a server, or of any server, prints it on one line, and ends. With -f, prints "
                                + "all that follow. Events are connections that open, close or are refused, swaps of handlers, "
                                + "servers that start, drain, stop or fail, and rejected configurations.",
                        "Of connections, 200 events a second are printed, and one line has the number of those that are missing.",
                        "With --past, prints the last events of those that Patchbay has kept, which are 1000 at most. With -f "
                                + "also, those that follow come after them.",
                        "With --json, each event is one JSON text on one line."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        String server = server(arguments);
        boolean past = arguments.has(PAST);
        boolean follow = arguments.has(FOLLOW);
        try (Host host = Host.in(arguments.home())) {
            if (server != null && !past) {
                // The name of no server would wait without an end. The past knows servers that are gone.
                host.call("patchbay.server", "name", server);
            }
            if (follow || !past) {
                host.call("patchbay.subscribe", "servers", server == null ? null : List.of(server));
            }
            List<Document> shown = past ? past(host, server, number(arguments)) : List.of();
            for (Document event : shown) {
                print(event, arguments, output);
            }
            output.flush();
            if (follow || !past) {
                follow(host, PastEvents.of(shown), arguments, output);
            }
        }
    }

    private static List<Document> past(Host host, String server, int number) throws CommandFailure {
        return Document.list(host.call("patchbay.history", "server", server, "max", number));
    }

    private static void follow(Host host, PastEvents shown, Arguments arguments, Output output) throws CommandFailure {
        do {
            Document event = host.nextEvent();
            if (!shown.contain(event)) {
                print(event, arguments, output);
                output.flush();
            }
        } while (arguments.has(FOLLOW) && output.failure() == null);
    }

    private static void print(Document event, Arguments arguments, Output output) {
        if (arguments.has(Flag.JSON)) {
            output.json(event.members());
        } else {
            output.line(line(event));
        }
    }

    /** Returns the server; null if none is named. It may follow {@code --past} in the place of the number. */
    private static String server(Arguments arguments) {
        String operand = arguments.operand(0);
        return operand == null && !isNumber(arguments.value(PAST)) ? arguments.value(PAST) : operand;
    }

    private static int number(Arguments arguments) throws CommandFailure {
        String number = arguments.value(PAST);
        if (number == null || !isNumber(number) && arguments.operand(0) == null) {
            return USUAL;
        }
        if (!isNumber(number)) {
            throw CommandFailure.usage("--past '" + number + "' is not a number of events; write one from 1 to 999999");
        }
        return Integer.parseInt(number);
    }

    private static boolean isNumber(String text) {
        return text != null && text.matches("[1-9][0-9]{0,5}");
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
