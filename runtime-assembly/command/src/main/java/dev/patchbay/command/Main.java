package dev.patchbay.command;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.host.Command;
import dev.patchbay.command.host.Output;
import dev.patchbay.command.line.Arguments;
import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import dev.patchbay.command.line.HelpText;
import dev.patchbay.command.text.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
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
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err));
        // Nothing has to be cleaned up, and an orderly exit would take some milliseconds more.
        Runtime.getRuntime().halt(status.code());
    }

    /** Runs a command and returns how it went. Nothing is thrown: failures are printed. */
    static ExitStatus run(
            List<String> arguments, Path defaultHome, Terminal terminal, OutputStream out, OutputStream errors) {
        Output output = new Output(out, terminal);
        ExitStatus status = ExitStatus.OK;
        String message = null;
        try {
            execute(arguments, defaultHome, output);
        } catch (CommandFailure e) {
            status = e.status();
            message = e.getMessage();
        } catch (Throwable e) {
            status = ExitStatus.SOFTWARE;
            message = "internal error: " + e + " at " + Arrays.toString(e.getStackTrace());
        }
        output.flush();
        if (status == ExitStatus.OK && isLost(output.failure())) {
            status = ExitStatus.OUTPUT_LOST;
            message = "the output could not be written: " + output.failure().getMessage();
        }
        if (message != null) {
            say(new Output(errors, new Terminal(Integer.MAX_VALUE, false)), message);
        }
        return status;
    }

    /** A reader that has read enough, such as head(1), is no loss. */
    private static boolean isLost(IOException failure) {
        return failure != null && !"Broken pipe".equals(failure.getMessage());
    }

    /** A message may have several lines, such as those of a list of faults. */
    private static void say(Output errors, String message) {
        String start = "patchbay: ";
        for (String line : message.split("\n")) {
            errors.line(start + line);
            start = "  ";
        }
        errors.flush();
    }

    /**
     * Runs a command in a process that goes on afterwards, such as one with a shell. What was printed may not be written yet.
     *
     * @param arguments   the name of the command, then its arguments
     * @param defaultHome the home, or its control socket, if no argument names one
     * @throws CommandFailure if the command cannot do what it was told
     */
    public static void execute(List<String> arguments, Path defaultHome, Output output) throws CommandFailure {
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
