package dev.patchbay.bench.report;

/** Text for HTML and SVG. */
final class Html {

    private Html() {}

    /** Returns a text that means itself, in an element or an attribute. Control characters become blanks. */
    static String escaped(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char next = text.charAt(i);
            switch (next) {
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '&' -> escaped.append("&amp;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(Character.isISOControl(next) ? ' ' : next);
            }
        }
        return escaped.toString();
    }
}
