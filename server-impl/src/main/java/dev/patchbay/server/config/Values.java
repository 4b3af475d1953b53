package dev.patchbay.server.config;

import dev.patchbay.api.Durations;
import java.lang.reflect.Array;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Turns configured objects into text. Most values are text already, but Configuration Admin and programs also use numbers,
 * durations, and arrays and collections of these. Each object becomes the text that an operator would write for it, or is
 * refused with an {@link IllegalArgumentException}. No object is taken for something that it does not look like.
 */
final class Values {

    private static final int NANOS_OF_MILLI = 1_000_000;

    private Values() {}

    /** Returns the only element of a value, which may be an array or a collection of one element; null if there is none. */
    static Object single(Object value) {
        List<Object> elements = elements(value);
        if (elements.size() > 1) {
            throw new IllegalArgumentException(
                    "has " + elements.size() + " values: " + joined(elements) + "; write one");
        }
        return elements.isEmpty() ? null : elements.get(0);
    }

    /** Returns the elements of a value, separated by commas. */
    static String list(Object value) {
        return joined(elements(value));
    }

    /** Returns an element as text, without white space around it; empty for null. */
    static String text(Object element) {
        return element instanceof Duration duration
                ? duration(duration)
                : Objects.toString(element, "").strip();
    }

    /** Writes a duration as text that reads as the same duration; one that no text can express as text that is refused. */
    private static String duration(Duration duration) {
        if (duration.isNegative() || duration.getNano() % NANOS_OF_MILLI != 0) {
            return duration.toString();
        }
        // Rounded up, so that a duration slightly over the limit stays over it.
        return duration.compareTo(Durations.LONGEST) > 0 ? duration.toDays() + 1 + "d" : Durations.format(duration);
    }

    private static String joined(List<Object> elements) {
        return elements.stream().map(Values::text).collect(Collectors.joining(","));
    }

    private static List<Object> elements(Object value) {
        if (value instanceof char[]) {
            throw new IllegalArgumentException("is an array of characters; write text");
        }
        List<Object> elements = new ArrayList<>();
        if (value instanceof Collection<?> collection) {
            elements.addAll(collection);
        } else if (value != null && value.getClass().isArray()) {
            for (int i = 0; i < Array.getLength(value); i++) {
                elements.add(Array.get(value, i));
            }
        } else if (value != null) {
            elements.add(value);
        }
        elements.forEach(Values::checkElement);
        return elements;
    }

    private static void checkElement(Object element) {
        if (element == null) {
            throw new IllegalArgumentException("has an element that is null; leave it out");
        }
        if (element instanceof Collection<?> || element.getClass().isArray()) {
            throw new IllegalArgumentException("is a list of lists; write one list");
        }
    }
}
