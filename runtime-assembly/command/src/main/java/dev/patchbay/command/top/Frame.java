package dev.patchbay.command.top;

import dev.patchbay.command.inspect.Problems;
import dev.patchbay.command.inspect.Servers;
import dev.patchbay.command.rpc.Document;
import dev.patchbay.command.text.Columns;
import dev.patchbay.command.text.Printable;
import dev.patchbay.command.text.Quantity;
import dev.patchbay.command.text.Table;
import dev.patchbay.command.text.Terminal;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** The lines that show one moment, as many as there is room for. Used by one thread. */
final class Frame {

    private static final int PROBLEMS_PART = 3;
    private static final int MICROS_PER_MILLI = 1_000;

    private final Sample now;
    private final Rates rates;
    private final Terminal terminal;
    private final int height;
    private final List<String> lines = new ArrayList<>();

    /**
     * Creates a frame.
     *
     * @param terminal its colours and width
     * @param height   how many lines there may be
     */
    Frame(Sample before, Sample now, Terminal terminal, int height) {
        this.now = now;
        this.rates = new Rates(before, now);
        this.terminal = terminal;
        this.height = height;
    }

    /** Returns the lines, none of which is wider than the terminal. */
    List<String> lines() {
        Document status = now.status();
        add(terminal.bold(cut("Patchbay " + status.text("version") + ", process " + status.text("pid") + ", "
                + LocalTime.now().truncatedTo(ChronoUnit.SECONDS))));
        add(cut((status.isTrue("ready") ? "Ready: " : "NOT READY: ") + now.serving() + " of "
                + Quantity.count(now.servers().size(), "server") + " serving"));
        problems(status.objects("problems"));
        add("");
        table(servers());
        if (lines.size() + 2 < height && !now.connections().isEmpty()) {
            add("");
            table(connections(height - lines.size() - 1));
        }
        return List.copyOf(lines.subList(0, Math.min(lines.size(), height)));
    }

    private void add(String line) {
        lines.add(line);
    }

    private String cut(String text) {
        return Columns.cut(Printable.text(text), terminal.width());
    }

    private void problems(List<Document> problems) {
        int room = Math.max(1, height / PROBLEMS_PART);
        for (int i = 0; i < problems.size(); i++) {
            if (i == room - 1 && problems.size() > room) {
                add(terminal.alarm(cut("and " + (problems.size() - i) + " more problems; see 'patchbay status'")));
                return;
            }
            add(terminal.alarm(cut(Problems.sentence(problems.get(i)))));
        }
    }

    private void table(Table table) {
        List<String> text = table.lines(terminal.width());
        add(terminal.bold(text.get(0)));
        lines.addAll(text.subList(1, text.size()));
    }

    private Table servers() {
        List<Document> servers = now.servers();
        boolean calls = servers.stream().anyMatch(server -> server.get("calls") != null);
        boolean loops = servers.stream()
                .flatMap(server -> server.objects("loops").stream())
                .anyMatch(loop -> loop.get("cpuMillis") != null);
        Table table = new Table().text("SERVER").word("STATE").text("HANDLER").number("CONNECTIONS");
        table.number("NEW/S").number("IN/S").number("OUT/S");
        if (calls) {
            table.number("CALLS/S").number("P99");
        }
        if (loops) {
            table.number("LOOP");
        }
        for (Document server : servers) {
            List<Object> row = new ArrayList<>(List.of(
                    server.text("name"),
                    Servers.state(server),
                    server.text("handler"),
                    server.number("connections"),
                    count(rates.total(server, "accepted")),
                    size(rates.total(server, "bytesIn")),
                    size(rates.total(server, "bytesOut"))));
            if (calls) {
                row.add(count(rates.calls(server)));
                row.add(micros(rates.p99(server)));
            }
            if (loops) {
                double share = rates.loop(server);
                row.add(Double.isNaN(share) ? "-" : Math.round(share) + "%");
            }
            table.row(row.toArray());
        }
        return table;
    }

    private Table connections(int room) {
        Table table = new Table()
                .text("SERVER")
                .number("ID")
                .number("PID")
                .text("PROCESS")
                .text("USER");
        table.number("IN/S").number("OUT/S").number("IDLE").number("QUEUED").text("HANDLER");
        ToDoubleFunction<Document> traffic = connection -> {
            double bytes = rates.connection(connection, "bytesIn") + rates.connection(connection, "bytesOut");
            return Double.isNaN(bytes) ? connection.number("bytesIn") + connection.number("bytesOut") : bytes;
        };
        now.connections().stream()
                .sorted(Comparator.comparingDouble(traffic).reversed())
                .limit(Math.max(0, room - 1))
                .forEach(connection -> table.row(
                        connection.text("server"),
                        connection.text("id"),
                        connection.text("pid"),
                        connection.text("process"),
                        connection.text("user"),
                        size(rates.connection(connection, "bytesIn")),
                        size(rates.connection(connection, "bytesOut")),
                        Quantity.time(connection.get("idleMillis")),
                        connection.number("queued") == 0 ? "-" : Quantity.size(connection.get("queued")),
                        connection.text("handler")));
        return table;
    }

    private static String size(double bytes) {
        return Double.isNaN(bytes) ? "-" : Quantity.size(Math.round(bytes));
    }

    private static String count(double number) {
        if (Double.isNaN(number)) {
            return "-";
        }
        long tenths = Math.round(number * 10);
        return tenths == 0 || tenths >= 100 ? Long.toString(Math.round(number)) : tenths / 10 + "." + tenths % 10;
    }

    private static String micros(double micros) {
        if (Double.isNaN(micros)) {
            return "-";
        }
        if (Double.isInfinite(micros)) {
            return "longer";
        }
        return micros < MICROS_PER_MILLI
                ? Math.round(micros) + "us"
                : Quantity.time(Math.round(micros / MICROS_PER_MILLI));
    }
}
