package dev.patchbay.command.text;

/**
 * What standard output can show.
 *
 * @param width  its columns; {@link Integer#MAX_VALUE} if lines may have any length
 * @param colour whether it shows colours
 */
public record Terminal(int width, boolean colour) {

    private static final int NARROWEST = 20;

    /**
     * Returns what a process can show.
     *
     * @param size    the lines and columns of the terminal, separated by a blank; empty if the output is none
     * @param columns the variable {@code COLUMNS}, which comes before the size; null if it is not set
     * @param noColor the variable {@code NO_COLOR}; null if it is not set
     * @param term    the variable {@code TERM}; null if it is not set
     */
    public static Terminal of(String size, String columns, String noColor, String term) {
        boolean terminal = size != null && !size.isEmpty();
        int width = number(columns);
        if (width <= 0 && terminal) {
            int measured = number(size.substring(size.indexOf(' ') + 1));
            width = measured > 0 ? measured : 80;
        }
        return new Terminal(
                width <= 0 ? Integer.MAX_VALUE : Math.max(NARROWEST, width),
                terminal && (noColor == null || noColor.isEmpty()) && !"dumb".equals(term));
    }

    private static int number(String text) {
        try {
            return text == null ? 0 : Integer.parseInt(text.trim());
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Returns a text in bold, if that can be shown. */
    public String bold(String text) {
        return colour ? "\u001b[1m" + text + "\u001b[0m" : text;
    }

    /** Returns a text in bold red, if that can be shown. */
    public String alarm(String text) {
        return colour ? "\u001b[1;31m" + text + "\u001b[0m" : text;
    }
}
