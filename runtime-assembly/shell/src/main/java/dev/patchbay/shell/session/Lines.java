package dev.patchbay.shell.session;

import dev.patchbay.command.exit.CommandFailure;
import dev.patchbay.command.exit.ExitStatus;
import dev.patchbay.command.text.Printable;
import java.io.EOFException;
import java.io.PrintStream;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;

/** Runs the lines of one shell. Used by its thread alone. */
final class Lines {

    private static final Pattern EXIT = Pattern.compile("\\s*(?:exit|quit|logout)(?:\\s+(\\d{1,3}))?\\s*;?\\s*");

    /** The status of a command that was interrupted, as shells have it. */
    private static final int INTERRUPTED = 130;

    private final CommandSession session;
    private final PrintStream errors;
    private final Consumer<String> log;
    private final StringBuilder unfinished = new StringBuilder();
    private int status;
    private boolean exited;

    /**
     * Creates a runner.
     *
     * @param errors prints why a line has failed
     * @param log    takes each command before it runs
     */
    Lines(CommandSession session, PrintStream errors, Consumer<String> log) {
        this.session = session;
        this.errors = errors;
        this.log = log;
    }

    /** Returns the status of the last line: 0, or that of {@code bin/patchbay} for the same failure. */
    int status() {
        return status;
    }

    /** Returns whether the last line has ended this shell. */
    boolean exited() {
        return exited;
    }

    /** Returns whether the lines so far are the beginning of a command that goes on. */
    boolean unfinished() {
        return unfinished.length() > 0;
    }

    /** Forgets the beginning of a command. */
    void forget() {
        unfinished.setLength(0);
    }

    /** Runs a line. Nothing is thrown: failures are printed. */
    void run(String line) {
        Matcher exit = EXIT.matcher(line);
        if (!unfinished() && exit.matches()) {
            exited = true;
            status = exit.group(1) == null ? status : Integer.parseInt(exit.group(1)) & 0xFF;
            return;
        }
        String command = unfinished + line;
        forget();
        if (!command.isBlank()) {
            log.accept(command);
            execute(command);
        }
    }

    private void execute(String command) {
        try {
            Object result = session.execute(command);
            // Commands such as grep return whether they have found something, for conditions.
            if (result != null && !(result instanceof Boolean)) {
                session.getConsole().println(session.format(result, Converter.INSPECT));
            }
            status = 0;
        } catch (Throwable failure) {
            if (isUnfinished(failure)) {
                unfinished.append(command).append('\n');
            } else {
                failed(failure);
            }
        }
        session.getConsole().flush();
    }

    /** Gogo has two failures for a command whose end is missing, and does not export the type of one of them. */
    private static boolean isUnfinished(Throwable failure) {
        return failure.getClass().getName().equals("org.apache.felix.gogo.runtime.EOFError")
                || failure instanceof EOFException
                        && String.valueOf(failure.getMessage()).startsWith("unexpected ");
    }

    /** The input has ended, so that no line completes the last command. */
    void finish() {
        if (unfinished()) {
            status = ExitStatus.FAILED.code();
            say(
                    "gogo: ",
                    "the last command is not complete: " + unfinished.toString().strip());
            forget();
        }
    }

    private void failed(Throwable failure) {
        session.put("exception", failure);
        if (failure instanceof InterruptedException) {
            // Ctrl-C needs no words.
            status = INTERRUPTED;
            return;
        }
        if (failure instanceof CommandFailure known) {
            status = known.status().code();
            say("patchbay: ", known.getMessage());
        } else {
            status = ExitStatus.FAILED.code();
            say("gogo: ", failure.getClass().getSimpleName() + ": " + failure.getMessage());
        }
    }

    /** A message may have several lines, such as those of a list of faults. */
    private void say(String start, String message) {
        String before = start;
        for (String line : message.split("\n")) {
            errors.println(before + Printable.text(line));
            before = "  ";
        }
        errors.flush();
    }
}
