package dev.patchbay.command.host;

import dev.patchbay.command.rpc.Json;
import dev.patchbay.command.text.Columns;
import dev.patchbay.command.text.Paragraph;
import dev.patchbay.command.text.Printable;
import dev.patchbay.command.text.Table;
import dev.patchbay.command.text.Terminal;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Standard output, as a command prints to it. */
public final class Output {

    private final OutputStream stream;
    private final Terminal terminal;
    private final StringBuilder unwritten = new StringBuilder();
    private IOException failure;

    /** Creates an output. */
    public Output(OutputStream stream, Terminal terminal) {
        this.stream = stream;
        this.terminal = terminal;
    }

    /** Returns what the output can show. */
    public Terminal terminal() {
        return terminal;
    }

    /** Prints a line, of which control characters are escaped. It is not cut. */
    public void line(String text) {
        unwritten.append(Printable.text(text)).append('\n');
    }

    /** Prints a text as it is. */
    public void verbatim(String text) {
        unwritten.append(text);
    }

    /** Prints a line in bold, cut to the width. */
    public void heading(String text) {
        unwritten
                .append(terminal.bold(Columns.cut(Printable.text(text), terminal.width())))
                .append('\n');
    }

    /** Prints a paragraph, broken at its blanks to the width. */
    public void paragraph(String text, String indent) {
        for (String line : Paragraph.lines(Printable.text(text), indent, indent, terminal.width())) {
            unwritten.append(line).append('\n');
        }
    }

    /** Returns a text broken into lines that fit. */
    public List<String> wrapped(String text) {
        return Paragraph.lines(Printable.text(text), "", "", terminal.width());
    }

    /** Prints an alarm as a paragraph, in red if there are colours. */
    public void alarm(String text, String indent) {
        for (String line : Paragraph.lines(Printable.text(text), indent, indent + "    ", terminal.width())) {
            unwritten.append(terminal.alarm(line)).append('\n');
        }
    }

    /** Prints a table, or a sentence if it has no row. */
    public void table(Table table, String ifEmpty) {
        if (table.isEmpty()) {
            line(ifEmpty);
            return;
        }
        List<String> lines = table.lines(terminal.width());
        unwritten.append(terminal.bold(lines.get(0))).append('\n');
        for (int i = 1; i < lines.size(); i++) {
            unwritten.append(lines.get(i)).append('\n');
        }
    }

    /** Prints a JSON value on one line. */
    public void json(Object value) {
        unwritten.append(Json.line(value)).append('\n');
    }

    /** Writes what was printed. A failure is kept for {@link #failure()}, and what follows it is dropped. */
    public void flush() {
        try {
            if (failure == null) {
                stream.write(unwritten.toString().getBytes(StandardCharsets.UTF_8));
                stream.flush();
            }
        } catch (IOException e) {
            failure = e;
        }
        unwritten.setLength(0);
    }

    /** Returns why the output could not be written; null if it was. */
    public IOException failure() {
        return failure;
    }
}
