package dev.patchbay.command.text;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows in columns that fit a width. If they are wider, those columns that may be cut lose columns of the terminal one after the
 * other, the widest first, but never fewer than {@value #LEAST} are left; what is still too wide is cut at the end of the line.
 */
public final class Table {

    private static final int LEAST = 6;
    private static final String GAP = "  ";

    private final List<String> heads = new ArrayList<>();
    private final List<Boolean> numbers = new ArrayList<>();
    private final List<Boolean> cuttable = new ArrayList<>();
    private final List<String[]> rows = new ArrayList<>();

    /** Adds a column of text, which is cut if there is not enough room. */
    public Table text(String head) {
        return column(head, false, true);
    }

    /** Adds a column of short words, which are never cut. */
    public Table word(String head) {
        return column(head, false, false);
    }

    /** Adds a column of numbers, which are never cut, and end at the same column of the terminal. */
    public Table number(String head) {
        return column(head, true, false);
    }

    private Table column(String head, boolean number, boolean cut) {
        heads.add(head);
        numbers.add(number);
        cuttable.add(cut);
        return this;
    }

    /** Adds a row; foreign text in it is made printable. */
    public void row(Object... cells) {
        String[] row = new String[heads.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = i < cells.length ? Printable.text(cells[i]) : "";
        }
        rows.add(row);
    }

    /** Returns whether there is no row. */
    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /** Returns how wide the table is if nothing is cut. */
    public int width() {
        int total = -GAP.length();
        for (int width : widths(Integer.MAX_VALUE)) {
            total += GAP.length() + width;
        }
        return total;
    }

    /** Returns the lines, the head first. */
    public List<String> lines(int width) {
        int[] widths = widths(width);
        List<String> lines = new ArrayList<>();
        lines.add(line(heads.toArray(new String[0]), widths, width));
        for (String[] row : rows) {
            lines.add(line(row, widths, width));
        }
        return lines;
    }

    private int[] widths(int width) {
        int[] widths = new int[heads.size()];
        int total = -GAP.length();
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Columns.width(heads.get(i));
            for (String[] row : rows) {
                widths[i] = Math.max(widths[i], Columns.width(row[i]));
            }
            total += GAP.length() + widths[i];
        }
        for (; total > width; total--) {
            int widest = -1;
            for (int i = 0; i < widths.length; i++) {
                if (cuttable.get(i) && widths[i] > LEAST && (widest < 0 || widths[i] > widths[widest])) {
                    widest = i;
                }
            }
            if (widest < 0) {
                break;
            }
            widths[widest]--;
        }
        return widths;
    }

    private String line(String[] cells, int[] widths, int width) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.length; i++) {
            String cell = Columns.cut(cells[i], widths[i]);
            line.append(i == 0 ? "" : GAP)
                    .append(numbers.get(i) ? Columns.right(cell, widths[i]) : Columns.left(cell, widths[i]));
        }
        return Columns.cut(line.toString().stripTrailing(), width);
    }
}
