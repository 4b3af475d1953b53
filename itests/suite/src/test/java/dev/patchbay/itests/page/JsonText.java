package dev.patchbay.itests.page;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of JSON as messages of the DevTools protocol need: their members are looked up by name, whatever the nesting. */
final class JsonText {

    private static final Pattern ESCAPE = Pattern.compile("\\\\(u([0-9a-fA-F]{4})|.)");

    private JsonText() {}

    /** Returns text as a JSON string. */
    static String quote(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (char letter : text.toCharArray()) {
            if (letter < ' ' || letter == '"' || letter == '\\' || letter > '~') {
                json.append(String.format("\\u%04x", (int) letter));
            } else {
                json.append(letter);
            }
        }
        return json.append('"').toString();
    }

    /** Returns the first string that is a member of this name; null if there is none. */
    static String text(String json, String member) {
        Matcher found = Pattern.compile("\"" + member + "\":\"((?:[^\"\\\\]|\\\\.)*+)\"")
                .matcher(json);
        return found.find() ? unescape(found.group(1)) : null;
    }

    /** Returns the first number that is a member of this name; -1 if there is none. */
    static int number(String json, String member) {
        Matcher found = Pattern.compile("\"" + member + "\":(\\d+)").matcher(json);
        return found.find() ? Integer.parseInt(found.group(1)) : -1;
    }

    private static String unescape(String text) {
        return ESCAPE.matcher(text).replaceAll(escape -> Matcher.quoteReplacement(letter(escape.group(1))));
    }

    private static String letter(String escape) {
        return switch (escape.charAt(0)) {
            case 'u' -> Character.toString((char) Integer.parseInt(escape.substring(1), 16));
            case 'n' -> "\n";
            case 'r' -> "\r";
            case 't' -> "\t";
            case 'b' -> "\b";
            case 'f' -> "\f";
            default -> escape;
        };
    }
}
