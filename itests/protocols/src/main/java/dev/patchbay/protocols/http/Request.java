package dev.patchbay.protocols.http;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The head of a request. What RFC 9112 lets a server repair, such as a line that ends with a bare line feed, is refused: two
 * servers that repair it differently see different requests in the same bytes.
 *
 * @param text   the head as it came, without the blank line
 * @param method the method
 * @param target the target as it came
 * @param minor  the minor version of HTTP: 0 or 1
 * @param fields the header fields, by their names in lower case; values of the same name are joined by commas
 */
record Request(String text, String method, String target, int minor, Map<String, String> fields) {

    /** The length of a body that comes in chunks. */
    static final long CHUNKED = -1;

    private static final Set<String> ONCE = Set.of("content-length", "transfer-encoding", "host");
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE");
    private static final BitSet TOKEN = new BitSet();

    static {
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                .chars()
                .forEach(TOKEN::set);
    }

    static Request parse(String text) {
        int end = lineEnd(text, 0);
        int space = text.indexOf(' ');
        int version = text.lastIndexOf(' ', end - 1);
        if (!isToken(text, 0, space)
                || version - space < 2
                || text.substring(space + 1, version).indexOf(' ') >= 0) {
            throw malformed();
        }
        int minor = minor(text.substring(version + 1, end));
        Map<String, String> fields = fields(text, end + 2);
        Request request =
                new Request(text, text.substring(0, space), text.substring(space + 1, version), minor, fields);
        request.check();
        return request;
    }

    private static int minor(String version) {
        if (version.length() != 8 || !version.startsWith("HTTP/") || version.charAt(6) != '.') {
            throw malformed();
        }
        int major = Character.digit(version.charAt(5), 10);
        int minor = Character.digit(version.charAt(7), 10);
        if (major < 0 || minor < 0) {
            throw malformed();
        } else if (major != 1) {
            throw new HttpError("505 HTTP Version Not Supported");
        }
        return Math.min(minor, 1);
    }

    /** Reads header fields, or the trailer fields of a chunked body. */
    static Map<String, String> fields(String text, int from) {
        Map<String, String> fields = new HashMap<>();
        for (int start = from; start < text.length(); ) {
            int end = lineEnd(text, start);
            int colon = text.indexOf(':', start);
            // A folded line begins with a space, and so has no name either.
            if (!isToken(text, start, Math.min(colon, end))) {
                throw malformed();
            }
            String name = text.substring(start, colon).toLowerCase(Locale.ROOT);
            String value = text.substring(colon + 1, end).strip();
            if (fields.merge(name, value, (one, other) -> one + ", " + other) != value && ONCE.contains(name)) {
                throw malformed();
            }
            start = end + 2;
        }
        return fields;
    }

    /** Returns the index of the line's CR LF; nothing else in the line is a control character but tabs. */
    private static int lineEnd(String text, int from) {
        int end = from;
        while (text.charAt(end) >= ' ' && text.charAt(end) != 0x7f || text.charAt(end) == '\t') {
            end++;
        }
        if (!text.startsWith("\r\n", end)) {
            throw malformed();
        }
        return end;
    }

    private static boolean isToken(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!TOKEN.get(text.charAt(i))) {
                return false;
            }
        }
        return to > from;
    }

    /** Refuses what would leave the end of the request open to interpretation. */
    private void check() {
        String encoding = fields.get("transfer-encoding");
        String length = fields.get("content-length");
        boolean digits = length == null || !length.isEmpty() && length.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits
                || encoding != null && (length != null || minor == 0)
                || minor == 1 && !fields.containsKey("host")) {
            throw malformed();
        } else if (encoding != null && !encoding.equalsIgnoreCase("chunked")) {
            throw new HttpError("501 Not Implemented");
        } else if (length != null && length.length() > 18) {
            throw new HttpError("413 Content Too Large");
        }
    }

    /** Returns the length of the body, or {@link #CHUNKED}. */
    long bodyLength() {
        return fields.containsKey("transfer-encoding")
                ? CHUNKED
                : Long.parseLong(fields.getOrDefault("content-length", "0"));
    }

    boolean awaitsContinue() {
        return minor == 1 && fields.containsKey("expect");
    }

    /** Returns why a resource does not answer the request; null if it does. */
    HttpError objection(Resource resource) {
        boolean hasLength = fields.containsKey("transfer-encoding") || fields.containsKey("content-length");
        if (!METHODS.contains(method)) {
            return new HttpError("501 Not Implemented");
        } else if (resource == null) {
            return new HttpError("404 Not Found");
        } else if (!resource.methods().contains(method)) {
            return new HttpError("405 Method Not Allowed", "Allow: " + String.join(", ", resource.methods()) + "\r\n");
        } else if (resource.bodyMax() > 0 && !hasLength && !method.equals("GET")) {
            return new HttpError("411 Length Required");
        } else if (!fields.getOrDefault("expect", "100-continue").equalsIgnoreCase("100-continue")) {
            return new HttpError("417 Expectation Failed");
        }
        return null;
    }

    /** Returns the path of the target, which may be a whole URI. */
    String path() {
        int start = target.startsWith("http://") ? Math.max(0, target.indexOf('/', 7)) : 0;
        int query = target.indexOf('?', start);
        return target.substring(start, query < 0 ? target.length() : query);
    }

    /** Returns what follows the question mark; nothing if there is none. */
    String query() {
        return target.substring(target.indexOf('?') < 0 ? target.length() : target.indexOf('?') + 1);
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** Returns whether another request may follow. HTTP/1.0 clients get one answer a connection. */
    boolean keepsAlive() {
        return minor == 1
                && !fields.getOrDefault("connection", "")
                        .toLowerCase(Locale.ROOT)
                        .contains("close");
    }

    static HttpError malformed() {
        return new HttpError("400 Bad Request");
    }
}
