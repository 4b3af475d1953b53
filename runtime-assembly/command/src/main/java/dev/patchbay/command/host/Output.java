package dev.patchbay.command.host;

import dev.patchbay.command.rpc.Json;
import dev.patchbay.command.text.Columns;
import dev.patchbay.command.text.Paragraph;
import dev.patchbay.command.text.Printable;
import dev.patchbay.command.text.Table;
import dev.patchbay.command.text.Terminal;
import java.io.PrintStream;
import java.util.List;

/** Standard output, as a command prints to it. */
public final class Output {

    private final PrintStream stream;
    private final Terminal terminal;

    /** Creates an output. */
    public Output(PrintStream stream, Terminal terminal) {
        this.stream = stream;
        this.terminal = terminal;
    }

    /** Returns what the output can show. */
    public Terminal terminal() {
        return terminal;
    }

    /** Prints a line, of which control characters are escaped. It is not cut. */
    public void line(String text) {
        stream.print(Printable.text(text) + "\n");
    }

    /** Prints a text as it is. */
    public void verbatim(String text) {
        stream.print(text);
    }

    /** Prints a line in bold, cut to the width. */
    public void heading(String text) {
        stream.print(terminal.bold(Columns.cut(Printable.text(text), terminal.width())) + "\n");
    }

    /** Prints a line, cut to the width. */
    public void cut(String text) {
        stream.print(Columns.cut(Printable.text(text), terminal.width()) + "\n");
    }

    /** Prints a paragraph, broken at its blanks to the width. */
    public void paragraph(String text, String indent) {
        for (String line : Paragraph.lines(Printable.text(text), indent, indent, terminal.width())) {
            stream.print(line + "\n");
        }
    }

    /** Prints an alarm as a paragraph, in red if there are colours. */
    public void alarm(String text, String indent) {
        for (String line : Paragraph.lines(Printable.text(text), indent, indent + "    ", terminal.width())) {
            stream.print(terminal.alarm(line) + "\n");
        }
    }

    /** Prints a table, or a sentence if it has no row. */
    public void table(Table table, String ifEmpty) {
        if (table.isEmpty()) {
            line(ifEmpty);
            return;
        }
        List<String> lines = table.lines(terminal.width());
        stream.print(terminal.bold(lines.get(0)) + "\n");
        for (int i = 1; i < lines.size(); i++) {
            stream.print(lines.get(i) + "\n");
        }
    }

    /** Prints a JSON value on one line. */
    public void json(Object value) {
        stream.print(Json.line(value) + "\n");
    }

    /** Writes what was printed. */
    public void flush() {
        stream.flush();
    }

    /** Returns whether something could not be written, for example because the reader has gone. */
    public boolean hasFailed() {
        return stream.checkError();
    }
}
