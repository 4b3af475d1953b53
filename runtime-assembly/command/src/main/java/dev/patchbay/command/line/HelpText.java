package dev.patchbay.command.line;

import java.util.List;

/** Writes the help of a command in 80 columns. */
public final class HelpText {

    private static final int WIDTH = 79;

    private HelpText() {}

    /** Returns the help of a command, which ends with a line feed. */
    public static String of(Declaration declaration) {
        StringBuilder help = new StringBuilder(1_000);
        String start = "Usage: ";
        for (String usage : declaration.usages()) {
            String words = "patchbay " + declaration.name() + (usage.isEmpty() ? "" : " " + usage);
            help.append(start).append(words).append(" [OPTION...]\n");
            start = "       ";
        }
        for (String paragraph : declaration.description()) {
            help.append('\n');
            append(help, paragraph, "");
        }
        help.append('\n');
        appendFlags(help, declaration.flags());
        help.append('\n');
        append(
                help,
                "Exit status: 0 done, 1 the operation failed, 64 wrong usage, 69 no Patchbay runs in the home, "
                        + "70 internal error, 74 the output could not be written, 77 not allowed.",
                "");
        return help.toString();
    }

    private static void appendFlags(StringBuilder help, List<Flag> flags) {
        int widest = 0;
        for (Flag flag : flags) {
            widest = Math.max(widest, flag.form().length());
        }
        for (Flag flag : flags) {
            String indent = " ".repeat(widest + 4);
            int from = help.length();
            append(help, flag.description(), indent);
            help.replace(
                    from,
                    from + indent.length(),
                    "  " + flag.form() + " ".repeat(widest - flag.form().length() + 2));
        }
    }

    private static void append(StringBuilder help, String paragraph, String indent) {
        if (paragraph.startsWith("  ")) {
            help.append(paragraph).append('\n');
            return;
        }
        int column = 0;
        for (String word : paragraph.split(" ")) {
            if (column > 0 && column + 1 + word.length() > WIDTH) {
                help.append('\n');
                column = 0;
            }
            if (column == 0) {
                help.append(indent).append(word);
                column = indent.length() + word.length();
            } else {
                help.append(' ').append(word);
                column += 1 + word.length();
            }
        }
        help.append('\n');
    }
}
