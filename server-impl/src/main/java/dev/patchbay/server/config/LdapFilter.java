package dev.patchbay.server.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Parses the value of {@code handler.target}, a search filter after RFC 4515, where there is no OSGi framework to do so. The names of
 * attributes are compared without regard to case. Of an array or a collection, one element has to match. {@code >=} and {@code <=}
 * compare numbers if both sides are numbers. {@code ~=} and extensible matches are not supported. May be used by any thread.
 */
public final class LdapFilter {

    private static final String SPECIAL = "()*\\";

    /** How deep filters may be nested: deeper than any real filter, and far from the limit of a thread's stack. */
    private static final int DEEPEST = 100;

    private final String text;
    private int at;
    private int depth;

    private LdapFilter(String text) {
        this.text = text;
    }

    /**
     * Parses a filter.
     *
     * @return a predicate over properties
     * @throws IllegalArgumentException if the text is not a filter; the message says where
     */
    public static Predicate<Map<String, ?>> parse(String text) {
        LdapFilter parser = new LdapFilter(text.strip());
        Predicate<Map<String, ?>> filter = parser.filter();
        if (parser.at < parser.text.length()) {
            throw parser.fault("there is text after its end");
        }
        return filter;
    }

    private Predicate<Map<String, ?>> filter() {
        expect('(');
        if (++depth > DEEPEST) {
            throw fault("more than " + DEEPEST + " filters are nested");
        }
        skipSpace();
        Predicate<Map<String, ?>> filter = switch (peek()) {
            case '&' -> all();
            case '|' -> any();
            case '!' -> not();
            default -> comparison();
        };
        skipSpace();
        expect(')');
        depth--;
        return filter;
    }

    private void skipSpace() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
    }

    private Predicate<Map<String, ?>> all() {
        List<Predicate<Map<String, ?>>> parts = parts();
        return properties -> parts.stream().allMatch(part -> part.test(properties));
    }

    private Predicate<Map<String, ?>> any() {
        List<Predicate<Map<String, ?>>> parts = parts();
        return properties -> parts.stream().anyMatch(part -> part.test(properties));
    }

    private Predicate<Map<String, ?>> not() {
        at++;
        skipSpace();
        return filter().negate();
    }

    private List<Predicate<Map<String, ?>>> parts() {
        at++;
        skipSpace();
        List<Predicate<Map<String, ?>>> parts = new ArrayList<>();
        do {
            parts.add(filter());
            skipSpace();
        } while (peek() == '(');
        return parts;
    }

    private Predicate<Map<String, ?>> comparison() {
        int from = at;
        while (peek() != '=' && peek() != '>' && peek() != '<' && SPECIAL.indexOf(peek()) < 0) {
            at++;
        }
        String name = text.substring(from, at).strip();
        if (name.isEmpty()) {
            throw fault("the name of an attribute is missing");
        }
        char order = peek();
        if (order != '=') {
            at++;
        }
        expect('=');
        Predicate<Object> value = order == '=' ? pattern() : order(order);
        return properties -> properties.entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .flatMap(entry -> elements(entry.getValue()).stream())
                .anyMatch(value);
    }

    private Predicate<Object> pattern() {
        StringBuilder regex = new StringBuilder();
        while (peek() != ')') {
            if (peek() == '*') {
                at++;
                regex.append(".*");
            } else {
                regex.append(Pattern.quote(String.valueOf(character())));
            }
        }
        Pattern pattern = Pattern.compile(regex.toString(), Pattern.DOTALL);
        return element -> pattern.matcher(String.valueOf(element)).matches();
    }

    private Predicate<Object> order(char order) {
        StringBuilder bound = new StringBuilder();
        while (peek() != ')') {
            bound.append(character());
        }
        String limit = bound.toString();
        return element -> {
            int compared = compare(String.valueOf(element), limit);
            return order == '>' ? compared >= 0 : compared <= 0;
        };
    }

    private static int compare(String element, String limit) {
        try {
            return Double.compare(Double.parseDouble(element), Double.parseDouble(limit));
        } catch (NumberFormatException notNumbers) {
            return element.compareTo(limit);
        }
    }

    /** Reads a character of a value. A backslash makes the character after it literal. */
    private char character() {
        char next = peek();
        at++;
        if (next == '\\') {
            next = peek();
            at++;
        } else if (SPECIAL.indexOf(next) >= 0) {
            throw fault("write \\" + next + " for " + next);
        }
        return next;
    }

    private char peek() {
        if (at >= text.length()) {
            throw fault("it ends too early");
        }
        return text.charAt(at);
    }

    private void expect(char expected) {
        if (peek() != expected) {
            throw fault("a " + expected + " is missing");
        }
        at++;
    }

    private IllegalArgumentException fault(String what) {
        return new IllegalArgumentException("is not an LDAP filter: at character " + (at + 1) + ", " + what);
    }

    private static Collection<?> elements(Object value) {
        if (value instanceof Collection<?> collection) {
            return collection;
        }
        return value instanceof Object[] array ? Arrays.asList(array) : List.of(value);
    }
}
