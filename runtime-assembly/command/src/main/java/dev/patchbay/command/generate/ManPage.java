package dev.patchbay.command.generate;

import dev.patchbay.command.line.Declaration;
import dev.patchbay.command.line.Flag;
import java.util.List;

/** Writes the man page, in the macros of man(7). */
final class ManPage {

    private static final String HEAD = """
            .TH PATCHBAY 1 "" "Patchbay" "Patchbay"
            .SH NAME
            patchbay \\- a server for Unix domain sockets whose handlers are swapped while clients stay connected
            .SH SYNOPSIS
            .B patchbay
            .I COMMAND
            .RI [ OPTION ...]
            .SH DESCRIPTION
            .B patchbay run
            runs the servers. The other commands talk to the Patchbay that runs in the home, through
            .IR HOME /run/control.sock,
            which its owner and root may do. They print tables that fit the terminal, or with
            .B \\-\\-json
            the result as JSON.
            .SH COMMANDS
            """;

    private static final String TAIL = """
            .SH EXIT STATUS
            .TP
            .B 0
            Done.
            .TP
            .B 1
            The operation failed, or
            .B health
            found a fault.
            .TP
            .B 64
            The command line is wrong.
            .TP
            .B 69
            No Patchbay runs in the home, or there is no Java.
            .TP
            .B 70
            Internal error.
            .TP
            .B 74
            The output could not be written.
            .TP
            .B 77
            This user may not talk to the Patchbay in the home.
            .TP
            .B 130
            Ctrl\\-C has ended
            .BR bench .
            .PP
            Those of
            .B run
            are in its help.
            .SH ENVIRONMENT
            .TP
            .B PATCHBAY_JAVA\\fR, \\fBJAVA_HOME
            The Java to use.
            .TP
            .B JAVA_OPTS
            Options for the Java virtual machine of
            .BR run .
            .TP
            .B COLUMNS
            The width of tables, instead of that of the terminal.
            .TP
            .B NO_COLOR
            If it is not empty, there are no colours.
            .SH FILES
            .TP
            .I HOME/conf
            The configurations, one file for each.
            .TP
            .I HOME/plugins
            The handlers.
            .TP
            .I HOME/run
            The sockets.
            .TP
            .I HOME/log
            The log.
            """;

    private ManPage() {}

    static String of(List<Declaration> commands) {
        StringBuilder page = new StringBuilder(HEAD);
        for (Declaration command : commands) {
            page.append(".SS ").append(escaped(command.name())).append('\n');
            for (String usage : command.usages()) {
                page.append(".B patchbay ").append(escaped(command.name())).append('\n');
                page.append(escaped((usage + " [OPTION...]").strip())).append("\n.br\n");
            }
            for (String paragraph : command.description()) {
                boolean example = paragraph.startsWith("  ");
                page.append(example ? ".br\n" : ".PP\n")
                        .append(escaped(paragraph.strip()))
                        .append('\n');
            }
            for (Flag flag : command.flags()) {
                if (!Flag.common().contains(flag)) {
                    append(page, flag);
                }
            }
        }
        page.append(".SH OPTIONS\nThe options of every command but\n.BR run .\n");
        for (Flag flag : Flag.common()) {
            append(page, flag);
        }
        return page.append(TAIL).toString();
    }

    private static void append(StringBuilder page, Flag flag) {
        page.append(".TP\n.B ").append(escaped(flag.form())).append('\n');
        page.append(escaped(flag.description())).append('\n');
    }

    private static String escaped(String text) {
        String escaped = text.replace("\\", "\\e").replace("-", "\\-");
        return escaped.startsWith(".") || escaped.startsWith("'") ? "\\&" + escaped : escaped;
    }
}
