package dev.patchbay.command.bench;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.Operand;
import java.util.List;

/** {@code patchbay bench}: loads a socket, and says how fast its server answers. */
public final class BenchCommand implements Command {

    static final Flag CONNECTIONS = new Flag("c", "connections", Operand.text("N"), "connections. Default: 50");
    static final Flag SIZE = new Flag(
            "s", "size", Operand.text("SIZE"), "bytes of a message that is echoed, such as 64, 16k or 1m. Default: 64");
    static final Flag DEPTH =
            new Flag("d", "depth", Operand.text("N"), "messages that may be under way on each connection. Default: 1");
    static final Flag RATE = new Flag(
            "r",
            "rate",
            Operand.text("N"),
            "messages a second over all connections. Default: as many as the server answers");
    static final Flag DURATION = new Flag(
            "", "duration", Operand.text("DURATION"), "how long is measured, such as 500ms, 30s or 5m. Default: 10s");
    static final Flag WARMUP = new Flag(
            "", "warmup", Operand.text("DURATION"), "how long the load runs before anything is measured. Default: 2s");
    static final Flag THREADS = new Flag(
            "", "threads", Operand.text("N"), "threads that make the load. Default: half the cores, at most 8");
    static final Flag RECONNECT = new Flag("", "reconnect", null, "open a new connection for each message");
    static final Flag LINE = new Flag(
            "",
            "line",
            Operand.text("TEXT"),
            "send this line instead; a line has to come back, any line without --expect");
    static final Flag EXPECT = new Flag("", "expect", Operand.text("TEXT"), "the line that has to come back");
    static final Flag CALL = new Flag(
            "", "call", Operand.text("METHOD"), "call this JSON-RPC method instead; a result has to come back");
    static final Flag PARAMS = new Flag(
            "", "params", Operand.text("JSON"), "the parameters of the method: a JSON array or object. Default: none");
    static final Flag REQUEST = new Flag(
            "",
            "request",
            Operand.text("FILE"),
            "send the bytes of this file instead; those of --response have to come back");
    static final Flag RESPONSE = new Flag("", "response", Operand.text("FILE"), "the bytes that have to come back");
    static final Flag HTML = new Flag(
            "", "html", Operand.text("FILE"), "write a report for a browser, which needs nothing but this file");
    static final Flag BASELINE = new Flag(
            "", "baseline", Operand.text("FILE"), "compare with an earlier run, of which --json has printed this file");
    static final Flag COMPARE = new Flag("", "compare", null, "compare two earlier runs, and send nothing");

    @Override
    public Declaration declaration() {
        return new Declaration(
                "bench",
                "load a socket, and measure how fast its server answers",
                List.of("SOCKET", "--compare BEFORE.json AFTER.json"),
                List.of(new Operand("SOCKET", Operand.Kind.SOCKET, ""), Operand.text("FILE")),
                1,
                2,
                Flag.common(
                        CONNECTIONS,
                        SIZE,
                        DEPTH,
                        RATE,
                        DURATION,
                        WARMUP,
                        THREADS,
                        RECONNECT,
                        LINE,
                        EXPECT,
                        CALL,
                        PARAMS,
                        REQUEST,
                        RESPONSE,
                        HTML,
                        BASELINE,
                        COMPARE),
                List.of(
                        "Sends messages to a server, and measures how many it answers a second and how long each answer takes. "
                                + "SOCKET is the name of a server, 'control', or the path of any stream socket, which has a slash. The "
                                + "server must send back what it gets, as the handler echo does, or answer what --line, --call or "
                                + "--request send. What comes back is compared.",
                        "Without --rate, each connection sends its next message when an answer has come: this shows the throughput. "
                                + "With --rate, messages begin at fixed times whatever the server does, and latency counts from these "
                                + "times, also if all connections are busy: this shows the latency that clients see.",
                        "If bench itself is what limits the figures, it says so. Ctrl-C prints what there is, with exit status 130.",
                        "  patchbay bench echo --connections 100 --size 1k",
                        "  patchbay bench json --call echo --params '[1, 2]' --rate 5000",
                        "  patchbay bench echo --json > before.json",
                        "  patchbay bench echo --baseline before.json --html report.html"));
    }

    @Override
    public void run(Arguments arguments, Output output) throws CommandFailure {
        BenchOptions options = new BenchOptions(declaration(), arguments);
        if (arguments.has(COMPARE)) {
            new BenchFiles(options).compare(output);
        } else {
            new BenchRun(options).run(output);
        }
    }
}
