package dev.patchbay.bench.report;

import java.util.Locale;

/** A frame for curves in SVG: axes with their marks, and a mapping of values to places. */
final class Plot {

    static final int WIDTH = 860;
    static final int HEIGHT = 320;

    private static final int LEFT = 80;
    private static final int RIGHT = 40;
    private static final int TOP = 16;
    private static final int BOTTOM = 44;

    private final StringBuilder svg = new StringBuilder(8_000);

    Plot(String title) {
        svg.append("<svg viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT)
                .append("\" role=\"img\" aria-label=\"")
                .append(Html.escaped(title))
                .append("\">\n");
        svg.append(String.format(
                Locale.ROOT,
                "<rect class=\"frame\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>%n",
                LEFT,
                TOP,
                WIDTH - LEFT - RIGHT,
                HEIGHT - TOP - BOTTOM));
    }

    /** Returns the horizontal place of a share of the width, from 0 to 1. */
    static double x(double share) {
        return LEFT + share * (WIDTH - LEFT - RIGHT);
    }

    /** Returns the vertical place of a share of the height, from 0 at the bottom to 1. */
    static double y(double share) {
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
    }

    /** Draws a mark on the horizontal axis. */
    void markX(double share, String label) {
        double x = x(share);
        line("grid", x, y(0), x, y(1));
        text(x, HEIGHT - BOTTOM + 18, "middle", label);
    }

    /** Draws a mark on the vertical axis. */
    void markY(double share, String label) {
        double y = y(share);
        line("grid", x(0), y, x(1), y);
        text(LEFT - 8, y + 4, "end", label);
    }

    /** Names the horizontal axis. */
    void nameX(String name) {
        text(x(0.5), HEIGHT - 6, "middle", name);
    }

    private void line(String style, double x1, double y1, double x2, double y2) {
        svg.append(String.format(
                Locale.ROOT,
                "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                style,
                x1,
                y1,
                x2,
                y2));
    }

    private void text(double x, double y, String anchor, String text) {
        svg.append(String.format(
                Locale.ROOT,
                "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                x,
                y,
                anchor,
                Html.escaped(text)));
    }

    /** Begins a curve of a style. */
    void begin(String style) {
        svg.append("<polyline class=\"").append(style).append("\" points=\"");
    }

    /** Adds a point to the curve, in shares of the width and height. */
    void point(double xShare, double yShare) {
        svg.append(String.format(Locale.ROOT, "%.1f,%.1f ", x(xShare), y(yShare)));
    }

    /** Ends the curve. */
    void end() {
        svg.append("\"/>\n");
    }

    /** Draws a dot that says something when the pointer is on it. */
    void dot(String style, double xShare, double yShare, String title) {
        svg.append(String.format(
                Locale.ROOT,
                "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3\"><title>%s</title></circle>%n",
                style,
                x(xShare),
                y(yShare),
                Html.escaped(title)));
    }

    @Override
    public String toString() {
        return svg + "</svg>\n";
    }
}
