package dev.patchbay.handler.json.framing;

/** The value of a {@code Content-Type} field, of which only the charset matters. It is read once, from front to back. */
final class ContentType {

    private ContentType() {}

    /** Returns whether the value names no charset but UTF-8; {@code utf8} is accepted as older clients write it. */
    static boolean isUtf8(String value) {
        boolean utf8 = true;
        int from = parameterEnd(value, 0) + 1;
        while (from < value.length()) {
            int end = parameterEnd(value, from);
            utf8 &= isUtf8Parameter(value.substring(from, end));
            from = end + 1;
        }
        return utf8;
    }

    /** Returns the index of the next semicolon that is not quoted, or the end. */
    private static int parameterEnd(String value, int from) {
        boolean quoted = false;
        for (int i = from; i < value.length(); i++) {
            char next = value.charAt(i);
            if (next == '"') {
                quoted = !quoted;
            } else if (next == ';' && !quoted) {
                return i;
            }
        }
        return value.length();
    }

    private static boolean isUtf8Parameter(String parameter) {
        int equals = parameter.indexOf('=');
        if (equals < 0 || !parameter.substring(0, equals).strip().equalsIgnoreCase("charset")) {
            return true;
        }
        String charset = parameter.substring(equals + 1).strip();
        if (charset.length() >= 2 && charset.startsWith("\"") && charset.endsWith("\"")) {
            charset = charset.substring(1, charset.length() - 1);
        }
        return charset.equalsIgnoreCase("utf-8") || charset.equalsIgnoreCase("utf8");
    }
}
