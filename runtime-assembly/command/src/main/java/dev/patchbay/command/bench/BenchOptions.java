package dev.patchbay.command.bench;

import dev.patchbay.bench.Plan;
import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.host.SocketPath;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The options of {@code bench}, checked. */
final class BenchOptions {

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,7})(ms|s|m)");
    private static final Pattern SIZE = Pattern.compile("([0-9]{1,10})(|k|KiB|m|MiB)", Pattern.CASE_INSENSITIVE);
    private static final long LARGEST = 1L << 30;
    private static final long LONGEST_MILLIS = 3_600_000;
    private static final int HIGHEST_RATE = 1_000_000;
    private static final int MOST_UNDER_WAY = 4_000_000;
    private static final int MOST_THREADS = 256;
    private static final int DEFAULT_THREADS = 8;

    /** What the process has open for other purposes. */
    private static final int OTHER_DESCRIPTORS = 64;

    private final Declaration declaration;
    private final Arguments arguments;

    BenchOptions(Declaration declaration, Arguments arguments) {
        this.declaration = declaration;
        this.arguments = arguments;
    }

    Arguments arguments() {
        return arguments;
    }

    CommandFailure usage(String what) {
        return Arguments.usage(declaration, what);
    }

    /** Returns what is to be done. The socket may not be there. */
    Plan plan() throws CommandFailure {
        if (arguments.operand(1) != null) {
            throw usage("unknown argument '" + arguments.operand(1) + "'");
        }
        boolean reconnect = arguments.has(BenchCommand.RECONNECT);
        int connections = number(BenchCommand.CONNECTIONS, 50, 1_000_000, "connections");
        int depth = number(BenchCommand.DEPTH, 1, 100_000, "messages under way");
        if (reconnect && depth > 1) {
            throw usage("--depth " + depth
                    + ": with --reconnect there is one message on each connection; leave one of them out");
        }
        if ((long) connections * depth > MOST_UNDER_WAY) {
            throw usage("--connections " + connections + " with --depth " + depth + ": are more than " + MOST_UNDER_WAY
                    + " messages under way; lower one of them");
        }
        int cores = Runtime.getRuntime().availableProcessors();
        int threads = Math.min(
                connections,
                number(
                        BenchCommand.THREADS,
                        Math.max(1, Math.min(DEFAULT_THREADS, cores / 2)),
                        MOST_THREADS,
                        "threads"));
        requireDescriptors(connections, threads);
        return new Plan(
                arguments.operand(0),
                null,
                new BenchExchange(this).exchange(),
                connections,
                depth,
                threads,
                number(BenchCommand.RATE, 0, HIGHEST_RATE, "messages a second"),
                reconnect,
                duration(BenchCommand.WARMUP, "2s", 0),
                duration(BenchCommand.DURATION, "10s", 100));
    }

    /** Returns the plan with the socket that the operand names. */
    Plan located(Plan plan) throws CommandFailure {
        return new Plan(
                plan.target(),
                SocketPath.of(arguments.home(), plan.target()),
                plan.exchange(),
                plan.connections(),
                plan.depth(),
                plan.threads(),
                plan.rate(),
                plan.reconnect(),
                plan.warmup(),
                plan.duration());
    }

    private int number(Flag flag, int otherwise, int most, String what) throws CommandFailure {
        String text = arguments.value(flag);
        if (text == null) {
            return otherwise;
        }
        long number = text.matches("[0-9]{1,10}") ? Long.parseLong(text) : 0;
        if (number < 1 || number > most) {
            throw usage("--" + flag.name() + " " + text + ": is not a number of " + what
                    + "; write a whole number from 1 to " + most);
        }
        return (int) number;
    }

    /** Returns the size of a message. */
    int size() throws CommandFailure {
        String text = arguments.value(BenchCommand.SIZE);
        if (text == null) {
            return 64;
        }
        Matcher matcher = SIZE.matcher(text);
        long size = matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
        if (size > 0 && !matcher.group(2).isEmpty()) {
            size <<= Character.toLowerCase(matcher.group(2).charAt(0)) == 'k' ? 10 : 20;
        }
        if (size < 1 || size > LARGEST) {
            throw usage("--size " + text + ": is not the size of a message; write a number of bytes from 1 to "
                    + LARGEST + ", or with k or m after it");
        }
        return (int) size;
    }

    private Duration duration(Flag flag, String otherwise, long least) throws CommandFailure {
        String text = arguments.value(flag) == null ? otherwise : arguments.value(flag);
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw usage("--" + flag.name() + " " + text + ": is not a duration; write 500ms, 30s or 5m");
        }
        long unit = matcher.group(2).equals("ms") ? 1 : matcher.group(2).equals("s") ? 1_000 : 60_000;
        long millis = Long.parseLong(matcher.group(1)) * unit;
        if (millis < least || millis > LONGEST_MILLIS) {
            throw usage("--" + flag.name() + " " + text + ": is not between " + least + "ms and 60m");
        }
        return Duration.ofMillis(millis);
    }

    /** Says at once if the system will not allow so many connections. */
    private static void requireDescriptors(int connections, int threads) throws CommandFailure {
        long limit = descriptorLimit();
        long most = limit - OTHER_DESCRIPTORS - 3L * threads;
        if (connections > most) {
            throw new CommandFailure(
                    ExitStatus.FAILED,
                    "--connections " + connections + ": this process may have " + limit
                            + " files open, which is enough for " + Math.max(0, most)
                            + " connections; raise the limit with 'ulimit -n'");
        }
    }

    private static long descriptorLimit() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/limits"))) {
                if (line.startsWith("Max open files")) {
                    String limit =
                            line.substring("Max open files".length()).trim().split(" +")[0];
                    return limit.matches("[0-9]{1,18}") ? Long.parseLong(limit) : Long.MAX_VALUE;
                }
            }
        } catch (IOException e) {
            // Another system: the connections themselves will show it.
        }
        return Long.MAX_VALUE;
    }

    /** Returns the path of a file that an option or operand names. */
    Path file(String what, String text) throws CommandFailure {
        try {
            if (!text.isBlank()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            // It is said below.
        }
        throw usage(what + " '" + text + "' is not a path");
    }

    /** Returns a value that goes into one line. */
    String line(Flag flag) throws CommandFailure {
        String text = arguments.value(flag);
        if (text.indexOf('\n') >= 0 || text.getBytes(StandardCharsets.UTF_8).length > 1 << 20) {
            throw usage("--" + flag.name() + ": is not one line of at most 1 MiB");
        }
        return text;
    }
}
