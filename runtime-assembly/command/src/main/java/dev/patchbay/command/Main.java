package dev.patchbay.command;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.HelpText;
import dev.patchbay.command.text.Printable;
import dev.patchbay.command.text.Terminal;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Runs one command. {@code bin/patchbay} passes all its arguments, the folder of the distribution in the system property {@value
 * #DISTRIBUTION}, and in {@value #TERMINAL} what {@code stty size} says if standard output is a terminal.
 */
public final class Main {

    private static final String DISTRIBUTION = "patchbay.distribution";
    private static final String TERMINAL = "patchbay.terminal";

    private Main() {}

    /** Runs a command. Does not return: the process exits with an {@link ExitStatus}. */
    public static void main(String[] arguments) {
        Map<String, String> environment = System.getenv();
        Terminal terminal = Terminal.of(
                System.getProperty(TERMINAL, ""),
                environment.get("COLUMNS"),
                environment.get("NO_COLOR"),
                environment.get("TERM"));
        ExitStatus status = run(
                Arrays.asList(arguments),
                Path.of(System.getProperty(DISTRIBUTION, "")).toAbsolutePath().normalize(),
                terminal,
                printer(new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 16_384)),
                printer(new FileOutputStream(FileDescriptor.err)));
        // Nothing has to be cleaned up, and an orderly exit would take some milliseconds more.
        Runtime.getRuntime().halt(status.code());
    }

    private static PrintStream printer(OutputStream stream) {
        return new PrintStream(stream, false, StandardCharsets.UTF_8);
    }

    /** Runs a command and returns how it went. Nothing is thrown: failures are printed. */
    static ExitStatus run(
            List<String> arguments, Path defaultHome, Terminal terminal, PrintStream out, PrintStream errors) {
        Output output = new Output(out, terminal);
        ExitStatus status;
        try {
            execute(arguments, defaultHome, output);
            status = ExitStatus.OK;
        } catch (CommandFailure e) {
            output.flush();
            say(errors, e.getMessage());
            status = e.status();
        } catch (Throwable e) {
            output.flush();
            say(errors, "internal error: " + e + " at " + Arrays.toString(e.getStackTrace()));
            status = ExitStatus.SOFTWARE;
        }
        output.flush();
        errors.flush();
        return status;
    }

    /** A message may have several lines, such as those of a list of faults. */
    private static void say(PrintStream errors, String message) {
        String start = "patchbay: ";
        for (String line : String.valueOf(message).split("\n")) {
            errors.print(start + Printable.text(line) + "\n");
            start = "  ";
        }
    }

    private static void execute(List<String> arguments, Path defaultHome, Output output) throws CommandFailure {
        String name = arguments.isEmpty() ? "" : arguments.get(0);
        Command command = Commands.named(name);
        if (command == null) {
            throw CommandFailure.usage("unknown command '" + name + "'; try 'patchbay --help'");
        }
        Declaration declaration = command.declaration();
        Arguments parsed = Arguments.parse(declaration, arguments.subList(1, arguments.size()), defaultHome);
        if (parsed.has(Flag.HELP)) {
            output.verbatim(HelpText.of(declaration));
        } else {
            command.run(parsed, output);
        }
    }
}
