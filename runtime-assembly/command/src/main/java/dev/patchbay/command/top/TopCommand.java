package dev.patchbay.command.top;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Host;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.Operand;
import dev.patchbay.command.text.Terminal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code patchbay top}: what the servers do now. */
public final class TopCommand implements Command {

    private static final Flag EVERY =
            new Flag("", "every", Operand.text("DURATION"), "the time between two looks, such as 500ms; 1s by default");

    private static final Flag COUNT = new Flag("", "count", Operand.text("NUMBER"), "end after so many looks");

    private static final Pattern DURATION = Pattern.compile("(\\d{1,6})(ms|s|m)");
    private static final long LEAST_MILLIS = 100;

    private long everyMillis;
    private long looks;
    private String server;

    @Override
    public Declaration declaration() {
        return new Declaration(
                "top",
                "show what the servers do now, again and again",
                List.of("[SERVER] [--every DURATION] [--count NUMBER]"),
                List.of(Operand.server()),
                0,
                1,
                Flag.common(EVERY, COUNT),
                List.of(
                        "Shows the servers with their connections, traffic and calls per second, problems on top, and the busiest "
                                + "connections. P99 is the time within which 99 of 100 handler calls that were timed have returned, LOOP "
                                + "how busy the busiest event loop is. What a host does not report has no column.",
                        "On a terminal it takes the whole screen until q or Ctrl-C, and goes on while Patchbay restarts. Elsewhere it "
                                + "prints one look after the other; with --json, each is one line."));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        everyMillis = millis(arguments.value(EVERY));
        looks = count(arguments.value(COUNT));
        server = arguments.operand(0);
        boolean terminal = !System.getProperty("patchbay.terminal", "").isEmpty() && !arguments.has(Flag.JSON);
        try {
            if (terminal) {
                onScreen(arguments, output);
            } else {
                printed(arguments, output);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long millis(String text) throws CommandFailure {
        Matcher matcher = DURATION.matcher(text == null ? "1s" : text);
        if (!matcher.matches()) {
            throw Arguments.usage(declaration(), "--every " + text + ": is not a duration; write 500ms, 2s or 1m");
        }
        long number = Long.parseLong(matcher.group(1));
        long millis =
                number * (matcher.group(2).equals("ms") ? 1 : matcher.group(2).equals("s") ? 1_000 : 60_000);
        if (millis < LEAST_MILLIS) {
            throw Arguments.usage(declaration(), "--every " + text + ": is less than 100ms");
        }
        return millis;
    }

    private long count(String text) throws CommandFailure {
        if (text == null) {
            return Long.MAX_VALUE;
        }
        if (!text.matches("[1-9][0-9]{0,8}")) {
            throw Arguments.usage(declaration(), "--count " + text + ": is not a number of looks, from 1");
        }
        return Long.parseLong(text);
    }

    /** Asks once, so that a wrong name or a socket of another user is an error and no empty screen. */
    private void requireServer(Host host) throws CommandFailure {
        if (server != null) {
            host.call("patchbay.server", "name", server);
        }
    }

    private void onScreen(Arguments arguments, Output output) throws CommandFailure, InterruptedException {
        boolean connected = false;
        try (Screen screen = new Screen(output)) {
            while (looks > 0 && output.failure() == null) {
                try (Host host = Host.in(arguments.home())) {
                    if (!connected) {
                        requireServer(host);
                        connected = true;
                    }
                    if (shown(host, screen, output)) {
                        return;
                    }
                } catch (CommandFailure e) {
                    if (e.status() != ExitStatus.UNAVAILABLE) {
                        throw e;
                    }
                    int columns = screen.size()[1];
                    Output message = new Output(null, screen.terminal(columns));
                    screen.show(message.wrapped(e.getMessage()));
                    if (screen.isEndedWithin(everyMillis)) {
                        return;
                    }
                    looks--;
                }
            }
        }
    }

    /** Shows looks until there are enough, or a key ends the command. Returns whether it is to end. */
    private boolean shown(Host host, Screen screen, Output output) throws CommandFailure, InterruptedException {
        Sample before = null;
        while (output.failure() == null) {
            Sample now = Sample.of(host, server);
            int[] size = screen.size();
            screen.show(new Frame(before, now, screen.terminal(size[1]), size[0]).lines());
            before = now;
            if (--looks == 0 || screen.isEndedWithin(everyMillis)) {
                return true;
            }
        }
        return true;
    }

    private void printed(Arguments arguments, Output output) throws CommandFailure, InterruptedException {
        boolean connected = false;
        while (looks > 0 && output.failure() == null) {
            try (Host host = Host.in(arguments.home())) {
                if (!connected) {
                    requireServer(host);
                    connected = true;
                }
                print(host, arguments.has(Flag.JSON), output);
            } catch (CommandFailure e) {
                if (!connected || e.status() != ExitStatus.UNAVAILABLE) {
                    throw e;
                }
                if (!arguments.has(Flag.JSON)) {
                    output.line(e.getMessage());
                    output.line("");
                }
                output.flush();
                looks--;
                Thread.sleep(everyMillis);
            }
        }
    }

    private void print(Host host, boolean json, Output output) throws CommandFailure, InterruptedException {
        Sample before = null;
        Terminal terminal = output.terminal();
        while (output.failure() == null) {
            Sample now = Sample.of(host, server);
            if (json) {
                output.json(json(before, now));
            } else {
                new Frame(before, now, terminal, Integer.MAX_VALUE)
                        .lines()
                        .forEach(line -> output.verbatim(line + "\n"));
                output.line("");
            }
            output.flush();
            before = now;
            if (--looks == 0) {
                return;
            }
            Thread.sleep(everyMillis);
        }
    }

    private static Map<String, Object> json(Sample before, Sample now) {
        Rates rates = new Rates(before, now);
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("ready", now.status().isTrue("ready"));
        json.put("problems", now.status().get("problems"));
        json.put(
                "servers",
                now.servers().stream()
                        .map(server -> {
                            Map<String, Object> one = new LinkedHashMap<>();
                            one.put("name", server.text("name"));
                            one.put("state", server.text("state"));
                            one.put("connections", server.get("connections"));
                            one.put("acceptedPerSecond", number(rates.total(server, "accepted")));
                            one.put("bytesInPerSecond", number(rates.total(server, "bytesIn")));
                            one.put("bytesOutPerSecond", number(rates.total(server, "bytesOut")));
                            one.put("callsPerSecond", number(rates.calls(server)));
                            one.put("p99Micros", number(rates.p99(server)));
                            one.put("busiestLoopPercent", number(rates.loop(server)));
                            return one;
                        })
                        .toList());
        return json;
    }

    private static Object number(double value) {
        return Double.isNaN(value) || Double.isInfinite(value) ? null : Math.round(value);
    }
}
