package dev.patchbay.command.bench;

import dev.patchbay.bench.report.HtmlReport;
import dev.patchbay.bench.result.Result;
import dev.patchbay.bench.result.ResultDocument;
import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.rpc.Json;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;

/** The files that {@code bench} reads and writes: earlier results and the report. */
final class BenchFiles {

    private static final long LARGEST = 64L << 20;

    private final BenchOptions options;
    private final Arguments arguments;

    BenchFiles(BenchOptions options) {
        this.options = options;
        this.arguments = options.arguments();
    }

    /** Compares the results in the two files that are the operands. */
    void compare(Output output) throws CommandFailure {
        if (arguments.operand(1) == null) {
            throw options.usage("--compare needs two files: BEFORE.json AFTER.json");
        }
        List<String> others = new ArrayList<>();
        for (Flag flag : new BenchCommand().declaration().flags()) {
            if (arguments.has(flag)
                    && !List.of("compare", "html", "json", "home").contains(flag.name())) {
                others.add("--" + flag.name());
            }
        }
        if (!others.isEmpty()) {
            throw options.usage("--compare sends nothing, so " + String.join(", ", others) + " cannot have an effect");
        }
        requireReport();
        Result before = read(options.file("the file", arguments.operand(0)));
        Result after = read(options.file("the file", arguments.operand(1)));
        if (arguments.has(Flag.JSON)) {
            Map<String, Object> both = new LinkedHashMap<>();
            both.put("before", ResultDocument.of(before));
            both.put("after", ResultDocument.of(after));
            output.json(both);
        } else {
            new BenchPrinter(output).comparison(before, after);
        }
        output.flush();
        report(before, after);
    }

    /** Returns the result to compare with; null if there is none. */
    Result baseline() throws CommandFailure {
        String file = arguments.value(BenchCommand.BASELINE);
        return file == null ? null : read(options.file("--baseline", file));
    }

    /** Says before anything is measured that the report could not be written. */
    void requireReport() throws CommandFailure {
        String text = arguments.value(BenchCommand.HTML);
        if (text == null) {
            return;
        }
        Path file = options.file("--html", text);
        Path folder = file.toAbsolutePath().getParent();
        String why = Files.isDirectory(file)
                ? "it is a folder"
                : folder == null || !Files.isDirectory(folder)
                        ? "there is no folder " + folder
                        : !Files.isWritable(Files.exists(file) ? file : folder) ? "permission denied" : "";
        if (!why.isEmpty()) {
            throw unwritten(file, why);
        }
    }

    /** Writes the report, if one is wanted. */
    void report(Result before, Result result) throws CommandFailure {
        String text = arguments.value(BenchCommand.HTML);
        if (text == null) {
            return;
        }
        Path file = options.file("--html", text);
        try {
            Files.writeString(file, before == null ? HtmlReport.of(result) : HtmlReport.of(before, result));
        } catch (IOException e) {
            throw unwritten(file, reason(e));
        }
    }

    private static CommandFailure unwritten(Path file, String why) {
        return new CommandFailure(ExitStatus.FAILED, "--html " + file + ": cannot be written: " + why);
    }

    private static Result read(Path file) throws CommandFailure {
        String why;
        try {
            if (Files.size(file) > LARGEST || !Files.isRegularFile(file)) {
                why = "it is not a file of at most " + (LARGEST >> 20) + " MiB";
            } else {
                return ResultDocument.read(Json.parse(Files.readString(file)));
            }
        } catch (IOException e) {
            why = reason(e);
        } catch (JacksonException e) {
            why = "it is not JSON: " + e.getOriginalMessage();
        } catch (IllegalArgumentException e) {
            why = e.getMessage();
        }
        throw new CommandFailure(ExitStatus.FAILED, file + " has no result to compare: " + why);
    }

    /** Returns why a file could not be read or written, without its name. */
    static String reason(IOException e) {
        if (e instanceof NoSuchFileException) {
            return "it does not exist";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        return e instanceof FileSystemException failure && failure.getReason() != null
                ? failure.getReason()
                : String.valueOf(e.getMessage());
    }
}
