package dev.patchbay.command.text;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines. */
public final class Paragraph {

    private Paragraph() {}

    /**
     * Breaks a text at its blanks.
     *
     * @param first  what stands before the first line
     * @param indent what stands before the others
     * @param width  the columns of a line; a longer word has a line of its own
     */
    public static List<String> lines(String text, String first, String indent, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean begun = false;
        for (String word : text.split(" ")) {
            if (begun && Columns.width(line.toString()) + 1 + Columns.width(word) > width) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                begun = false;
            }
            line.append(begun ? " " : "").append(word);
            begun = true;
        }
        lines.add(line.toString());
        return lines;
    }
}
