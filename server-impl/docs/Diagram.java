import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Draws sequence diagrams: {@code java Diagram.java FILE.txt...} reads each FILE.txt and writes FILE.svg beside it. With
 * {@code --check} in front, nothing is written; the exit status is 1 if a picture is not what its text gives.
 *
 * <p>A line of the text is one of the following; {@code |} in a TEXT begins a new line. Blank lines, and lines that begin
 * with {@code #}, have no effect.
 *
 * <pre>
 *   title TEXT
 *   participant NAME
 *   part TEXT                    a heading across the picture
 *   note FROM TO: TEXT           a remark across the columns of two participants
 *   FROM -&gt; TO: TEXT             a message; FROM and TO may be the same
 * </pre>
 */
final class Diagram {

    private static final int COLUMN = 136;
    private static final int MARGIN = 84;
    private static final int HEAD_TOP = 44;
    private static final int HEAD_HEIGHT = 30;
    private static final int LINE = 16;
    private static final int GAP = 14;

    /** Colours with enough contrast on their own grounds, so that the page may be light or dark. */
    private static final String STYLE = """
            <style>
              .ground { fill: #ffffff } .text { fill: #1f2328 } .box { fill: #ddf4ff; stroke: #0969da }
              .life { stroke: #8c959f } .arrow { stroke: #1f2328; fill: none } .tip { fill: #1f2328 }
              .note { fill: #fff8c5; stroke: #9a6700 } .part { stroke: #0969da } .heading { fill: #0969da }
              @media (prefers-color-scheme: dark) {
                .ground { fill: #0d1117 } .text { fill: #e6edf3 } .box { fill: #121d2f; stroke: #4493f8 }
                .life { stroke: #6e7681 } .arrow { stroke: #e6edf3 } .tip { fill: #e6edf3 }
                .note { fill: #272115; stroke: #d29922 } .part { stroke: #4493f8 } .heading { fill: #4493f8 }
              }
            </style>
            """;

    private final Map<String, Integer> columns = new LinkedHashMap<>();
    private final StringBuilder body = new StringBuilder();
    private String title = "";
    private int y = HEAD_TOP + HEAD_HEIGHT + GAP;

    public static void main(String[] arguments) throws IOException {
        List<String> files = new ArrayList<>(List.of(arguments));
        boolean check = files.remove("--check");
        for (String file : files) {
            Path text = Path.of(file);
            Path picture = Path.of(file.replaceFirst("\\.txt$", "") + ".svg");
            String svg = new Diagram().draw(text);
            if (!check) {
                Files.writeString(picture, svg);
            } else if (!Files.exists(picture) || !Files.readString(picture).equals(svg)) {
                System.err.println(picture + " is not what " + text + " gives; run: java Diagram.java " + text);
                System.exit(1);
            }
        }
    }

    private String draw(Path text) throws IOException {
        List<String> lines = Files.readAllLines(text);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            try {
                if (!line.isEmpty() && !line.startsWith("#")) {
                    drawLine(line);
                }
            } catch (IllegalArgumentException e) {
                throw new IOException(text + ":" + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        int width = 2 * MARGIN + COLUMN * Math.max(0, columns.size() - 1);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %1$d %2$d\" width=\"%1$d\" height=\"%2$d\""
                        .formatted(width, y + GAP)
                + " font-family=\"system-ui, sans-serif\" font-size=\"12\">\n"
                + STYLE
                + "<rect class=\"ground\" width=\"100%\" height=\"100%\"/>\n"
                + label(width / 2, 26, "text\" font-weight=\"bold\" font-size=\"15", "middle", title)
                + heads()
                + body
                + "</svg>\n";
    }

    private void drawLine(String line) {
        String[] words = split(line, " ");
        switch (words[0]) {
            case "title" -> title = words[1];
            case "participant" -> columns.put(words[1], MARGIN + COLUMN * columns.size());
            case "part" -> part(words[1]);
            case "note" -> note(words[1]);
            default -> message(line);
        }
    }

    private String heads() {
        StringBuilder heads = new StringBuilder();
        columns.forEach((name, x) -> {
            heads.append(line("life\" stroke-dasharray=\"3 4", x, HEAD_TOP + HEAD_HEIGHT, x, y));
            heads.append(box("box", x - 62, HEAD_TOP, 124, HEAD_HEIGHT));
            heads.append(label(x, HEAD_TOP + 20, "text\" font-weight=\"bold", "middle", name));
        });
        return heads.toString();
    }

    private void part(String text) {
        y += GAP;
        int right = MARGIN + COLUMN * (columns.size() - 1) + 62;
        body.append(line("part", MARGIN - 62, y, right, y));
        y += LINE + 2;
        body.append(box("ground", MARGIN - 62, y - 13, text.length() * 8, 18));
        body.append(label(MARGIN - 62, y, "heading\" font-weight=\"bold", "start", text));
        y += GAP;
    }

    private void note(String text) {
        String[] parts = split(text, ":");
        String[] ends = split(parts[0], " ");
        int left = column(ends[0]) - 62;
        int width = column(ends[1]) + 62 - left;
        String[] lines = parts[1].split("\\|");
        body.append(box("note", left, y, width, lines.length * LINE + 8));
        y += LINE;
        for (String each : lines) {
            body.append(label(left + 8, y, "text", "start", each.strip()));
            y += LINE;
        }
        y += GAP - 2;
    }

    private void message(String text) {
        String[] parts = split(text, ":");
        String[] ends = split(parts[0], "->");
        int from = column(ends[0]);
        int to = column(ends[1]);
        String[] lines = parts[1].split("\\|");
        int middle = from == to ? from + 44 : (from + to) / 2;
        int widest = Arrays.stream(lines).mapToInt(each -> each.strip().length()).max().orElse(0) * 6;
        String anchor = from == to ? "start" : "middle";
        body.append(box("ground", from == to ? middle - 2 : middle - widest / 2, y, widest, lines.length * LINE));
        for (String each : lines) {
            y += LINE;
            body.append(label(middle, y - 4, "text", anchor, each.strip()));
        }
        if (from == to) {
            int top = y - lines.length * LINE / 2 - 8;
            body.append("<path class=\"arrow\" d=\"M%d %dh36v14h-30\"/>\n".formatted(from, top));
            body.append(tip(from, top + 14, 8));
        } else {
            y += 4;
            body.append(line("arrow", from, y, to, y));
            body.append(tip(to, y, from < to ? -8 : 8));
        }
        y += GAP;
    }

    private int column(String participant) {
        Integer x = columns.get(participant);
        if (x == null) {
            throw new IllegalArgumentException("there is no participant " + participant + ", only " + columns.keySet());
        }
        return x;
    }

    private static String[] split(String text, String separator) {
        String[] parts = text.split(separator, 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("\"" + text + "\" has no \"" + separator + "\"; see Diagram.java");
        }
        return new String[] {parts[0].strip(), parts[1].strip()};
    }

    private static String label(int x, int y, String style, String anchor, String text) {
        return "<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">".formatted(style, x, y, anchor)
                + text.replace("&", "&amp;").replace("<", "&lt;") + "</text>\n";
    }

    private static String box(String style, int x, int y, int width, int height) {
        return "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"4\"/>\n"
                .formatted(style, x, y, width, height);
    }

    private static String line(String style, int fromX, int fromY, int toX, int toY) {
        return "<line class=\"%s\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n"
                .formatted(style, fromX, fromY, toX, toY);
    }

    private static String tip(int x, int y, int back) {
        return "<path class=\"tip\" d=\"M%d %dl%d -4v8z\"/>\n".formatted(x, y, back);
    }
}
