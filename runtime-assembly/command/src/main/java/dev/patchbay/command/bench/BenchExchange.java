package dev.patchbay.command.bench;

import dev.patchbay.bench.exchange.Exchange;
import dev.patchbay.bench.exchange.FixedExchange;
import dev.patchbay.bench.exchange.JsonRpcExchange;
import dev.patchbay.bench.exchange.LineExchange;
import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.rpc.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;

/** What the options say is sent. */
final class BenchExchange {

    private static final long LARGEST_FILE = 64L << 20;

    private final BenchOptions options;
    private final Arguments arguments;

    BenchExchange(BenchOptions options) {
        this.options = options;
        this.arguments = options.arguments();
    }

    Exchange exchange() throws CommandFailure {
        Flag chosen = null;
        for (Flag flag : List.of(BenchCommand.LINE, BenchCommand.CALL, BenchCommand.REQUEST)) {
            if (arguments.has(flag) && chosen != null) {
                throw options.usage("--" + chosen.name() + " and --" + flag.name() + " exclude each other");
            }
            chosen = arguments.has(flag) ? flag : chosen;
        }
        requireFor(BenchCommand.SIZE, null, chosen);
        requireFor(BenchCommand.EXPECT, BenchCommand.LINE, chosen);
        requireFor(BenchCommand.PARAMS, BenchCommand.CALL, chosen);
        requireFor(BenchCommand.RESPONSE, BenchCommand.REQUEST, chosen);
        if (chosen == BenchCommand.LINE) {
            return line();
        }
        if (chosen == BenchCommand.CALL) {
            return call();
        }
        return chosen == BenchCommand.REQUEST ? files() : FixedExchange.echo(options.size());
    }

    /** An option that would have no effect is a mistake. */
    private void requireFor(Flag flag, Flag owner, Flag chosen) throws CommandFailure {
        if (arguments.has(flag) && chosen != owner) {
            throw options.usage("--" + flag.name()
                    + (owner == null
                            ? " is for an echo, without --" + chosen.name()
                            : " is of use with --" + owner.name() + " alone"));
        }
    }

    private Exchange line() throws CommandFailure {
        String line = options.line(BenchCommand.LINE);
        return arguments.has(BenchCommand.EXPECT)
                ? FixedExchange.line(line, options.line(BenchCommand.EXPECT))
                : new LineExchange(line);
    }

    private Exchange call() throws CommandFailure {
        String method = options.line(BenchCommand.CALL);
        if (method.isEmpty()) {
            throw options.usage("--call needs the name of a method");
        }
        String text = arguments.value(BenchCommand.PARAMS);
        String params = null;
        if (text != null) {
            Object value = null;
            try {
                value = Json.parse(text);
            } catch (JacksonException e) {
                // It is said below, as is a text of another kind.
            }
            if (!(value instanceof Map) && !(value instanceof List)) {
                throw options.usage("--params " + text + ": is not a JSON array or object");
            }
            params = Json.line(value);
        }
        return new JsonRpcExchange(method, Json.line(method), params);
    }

    private Exchange files() throws CommandFailure {
        if (!arguments.has(BenchCommand.RESPONSE)) {
            throw options.usage("--request needs --response, the file with the bytes that have to come back");
        }
        Path request = options.file("--request", arguments.value(BenchCommand.REQUEST));
        Path response = options.file("--response", arguments.value(BenchCommand.RESPONSE));
        return FixedExchange.of("file " + request, bytes("--request", request), bytes("--response", response));
    }

    private static byte[] bytes(String option, Path file) throws CommandFailure {
        try {
            long size = Files.size(file);
            if (Files.isRegularFile(file) && size > 0 && size <= LARGEST_FILE) {
                return Files.readAllBytes(file);
            }
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitStatus.FAILED, option + " " + file + ": cannot be read: " + BenchFiles.reason(e));
        }
        throw new CommandFailure(
                ExitStatus.FAILED,
                option + " " + file + ": is not a file of 1 byte to " + (LARGEST_FILE >> 20) + " MiB");
    }
}
