package dev.patchbay.shell.session;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Job;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.ExternalTerminal;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/** Edits the lines of a terminal, by means of JLine: history, completion, colours. Used by the thread of the shell. */
final class TerminalConsole implements AutoCloseable {

    private static final int REMEMBERED = 1_000;

    private final ExternalTerminal terminal;

    /**
     * Opens the terminal.
     *
     * @param type what {@code TERM} says
     */
    TerminalConsole(String type, int columns, int rows, InputStream input, OutputStream output) throws IOException {
        terminal = new ExternalTerminal(
                null,
                "patchbay",
                type,
                input,
                new BufferedOutputStream(output),
                StandardCharsets.UTF_8,
                Terminal.SignalHandler.SIG_DFL,
                false,
                new Attributes(),
                new Size(columns, rows));
        terminal.setAttributes(cooked(terminal.getAttributes()));
    }

    /** Returns attributes with which the lines of commands begin at the left, and Ctrl-C is a signal. */
    private static Attributes cooked(Attributes attributes) {
        attributes.setInputFlag(Attributes.InputFlag.ICRNL, true);
        attributes.setOutputFlag(Attributes.OutputFlag.OPOST, true);
        attributes.setOutputFlag(Attributes.OutputFlag.ONLCR, true);
        attributes.setLocalFlags(
                EnumSet.of(Attributes.LocalFlag.ISIG, Attributes.LocalFlag.ICANON, Attributes.LocalFlag.ECHO), true);
        attributes.setControlChar(Attributes.ControlChar.VINTR, 3);
        attributes.setControlChar(Attributes.ControlChar.VEOF, 4);
        return attributes;
    }

    /** Returns what commands read from. */
    InputStream input() {
        return terminal.input();
    }

    /** Returns what commands print to. */
    OutputStream output() {
        return terminal.output();
    }

    int columns() {
        return terminal.getWidth();
    }

    /** Changes the size, as the window of the client has changed. May be called from any thread. */
    void resize(int columns, int rows) {
        terminal.setSize(new Size(columns, rows));
        terminal.raise(Terminal.Signal.WINCH);
    }

    /**
     * Reads and runs lines until the user ends the shell.
     *
     * @param servers returns the names of the servers, for completion
     * @param history the file of the lines of earlier shells
     */
    void run(CommandSession session, Lines lines, Supplier<Set<String>> servers, Path history) {
        terminal.handle(Terminal.Signal.INT, signal -> interrupt(session));
        DefaultParser parser = new DefaultParser();
        parser.setEscapeChars(null);
        LineReader reader = LineReaderBuilder.builder()
                .appName("patchbay")
                .terminal(terminal)
                .parser(parser)
                .completer(new Completion(session, servers))
                .variable(LineReader.HISTORY_FILE, history)
                .variable(LineReader.HISTORY_SIZE, REMEMBERED)
                .variable(LineReader.HISTORY_FILE_SIZE, REMEMBERED)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .build();
        String prompt = new AttributedStringBuilder()
                .styled(AttributedStyle.BOLD, "patchbay> ")
                .toAnsi(terminal);
        while (!lines.exited()) {
            try {
                lines.run(reader.readLine(lines.unfinished() ? "> " : prompt));
                terminal.flush();
            } catch (UserInterruptException e) {
                lines.forget();
            } catch (EndOfFileException e) {
                return;
            }
        }
    }

    private static void interrupt(CommandSession session) {
        Job job = session.foregroundJob();
        if (job != null) {
            job.interrupt();
        }
    }

    @Override
    public void close() throws IOException {
        terminal.close();
    }
}
