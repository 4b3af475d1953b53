package dev.patchbay.command.bench;

import dev.patchbay.bench.Bench;
import dev.patchbay.bench.Interruption;
import dev.patchbay.bench.Plan;
import dev.patchbay.bench.Progress;
import dev.patchbay.bench.result.Result;
import dev.patchbay.bench.result.ResultDocument;
import dev.patchbay.bench.result.Sample;
import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.host.Host;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.text.Quantity;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A run of {@code bench}, from the first look at the socket to the exit status. */
final class BenchRun {

    /** How long after Ctrl-C the figures may take. */
    private static final int LAST_SECONDS = 10;

    private final BenchOptions options;
    private final BenchFiles files;

    BenchRun(BenchOptions options) {
        this.options = options;
        this.files = new BenchFiles(options);
    }

    void run(Output output) throws CommandFailure {
        Plan plan = options.plan();
        files.requireReport();
        Result baseline = files.baseline();
        plan = options.located(plan);
        requireServer(plan.socket());
        Interruption interruption = new Interruption();
        CountDownLatch ended = new CountDownLatch(1);
        Thread atSignal = new Thread(() -> endEarly(interruption, ended), "bench-ends");
        Runtime.getRuntime().addShutdownHook(atSignal);
        try {
            Result result = measure(plan, interruption, output);
            print(result, baseline, output);
            files.report(baseline, result);
            judge(result);
        } finally {
            if (!interruption.isSet()) {
                Runtime.getRuntime().removeShutdownHook(atSignal);
            }
        }
    }

    /** Says in words if nothing can be reached there. A backlog that is full now may have room in a moment, and is not waited for. */
    private static void requireServer(Path socket) throws CommandFailure {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.configureBlocking(false);
            channel.connect(UnixDomainSocketAddress.of(socket));
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("temporarily unavailable")) {
                Host.at(socket).close();
            }
        }
    }

    /** Ends the run, and leaves the end of the process to the thread that prints the figures. */
    private static void endEarly(Interruption interruption, CountDownLatch ended) {
        interruption.interrupt();
        try {
            if (!ended.await(LAST_SECONDS, TimeUnit.SECONDS)) {
                Runtime.getRuntime().halt(ExitStatus.INTERRUPTED.code());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Result measure(Plan plan, Interruption interruption, Output output) throws CommandFailure {
        boolean terminal = !System.getProperty("patchbay.terminal", "").isEmpty()
                && !options.arguments().has(Flag.JSON);
        ProgressLine line = new ProgressLine(terminal ? output : null, plan);
        try {
            return new Bench(plan, line, interruption).run();
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitStatus.UNAVAILABLE,
                    "the load has not begun: the server at " + plan.socket() + " could not be reached with "
                            + Quantity.count(plan.connections(), "connection") + ": " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure(ExitStatus.INTERRUPTED, "interrupted");
        } finally {
            line.clear();
        }
    }

    private void print(Result result, Result baseline, Output output) {
        if (options.arguments().has(Flag.JSON)) {
            Map<String, Object> document = new LinkedHashMap<>(ResultDocument.of(result));
            if (baseline != null) {
                document.put("baseline", ResultDocument.of(baseline));
            }
            output.json(document);
        } else {
            BenchPrinter printer = new BenchPrinter(output);
            printer.result(result);
            if (baseline != null) {
                output.line("");
                printer.comparison(baseline, result);
            }
        }
        output.flush();
    }

    private static void judge(Result result) throws CommandFailure {
        if (result.interrupted()) {
            throw new CommandFailure(
                    ExitStatus.INTERRUPTED,
                    result.messages() == 0
                            ? "interrupted before anything was measured"
                            : "interrupted: the figures are those of "
                                    + Quantity.time(Math.round(result.seconds() * 1_000)));
        }
        if (result.errorCount() > 0) {
            throw new CommandFailure(ExitStatus.FAILED, "there were errors: " + result.errorCount());
        }
        if (result.messages() == 0) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    "no message was answered in the time that was measured; take a longer --duration, or a higher --rate");
        }
    }

    /** One line on a terminal, which each second overwrites. */
    private static final class ProgressLine implements Progress {

        private static final String CLEAR = "\r\u001b[K";

        private final Output output;
        private final Plan plan;

        ProgressLine(Output output, Plan plan) {
            this.output = output;
            this.plan = plan;
        }

        @Override
        public void warmingUp() {
            show("warming up for " + Quantity.time(plan.warmup().toMillis()));
        }

        @Override
        public void measured(Sample sample) {
            show("second " + sample.second() + " of " + (plan.duration().toMillis() + 999) / 1_000 + ": "
                    + BenchPrinter.sample(sample));
        }

        void clear() {
            show("");
        }

        private void show(String text) {
            if (output != null) {
                output.verbatim(CLEAR + BenchPrinter.cut(text, output.terminal().width() - 1));
                output.flush();
            }
        }
    }
}
