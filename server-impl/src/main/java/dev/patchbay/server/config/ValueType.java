package dev.patchbay.server.config;

import dev.patchbay.api.Durations;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The type of a key's values: how a value is read and written, and which values there are. Immutable; may be used by any
 * thread.
 *
 * @param <T> what a value is read into
 */
final class ValueType<T> {

    private static final Consumer<Object> ANYTHING = value -> {};

    /** The type in words: {@code whole number}. */
    final String name;

    /** What a number counts; empty for other types. */
    final String unit;

    /** The least and the greatest value as text; both are empty if values have no order. */
    final String least;

    final String greatest;

    /** All values that there are; empty if they are not a choice of a few. */
    final List<String> choices;

    /** Turns a configured object into the text to parse, or throws {@link IllegalArgumentException}. */
    final Function<Object, String> text;

    /** Refuses, with an {@link IllegalArgumentException}, an object that its text would misrepresent. */
    final Consumer<Object> check;

    /** Parses the text of a value, or throws {@link IllegalArgumentException}. */
    final Function<String, T> parser;

    /** Writes a value as an operator would. */
    final Function<T, String> writer;

    private ValueType(
            String name,
            String unit,
            List<String> range,
            List<String> choices,
            Function<Object, String> text,
            Consumer<Object> check,
            Function<String, T> parser,
            Function<T, String> writer) {
        this.name = name;
        this.unit = unit;
        this.least = range.isEmpty() ? "" : range.get(0);
        this.greatest = range.isEmpty() ? "" : range.get(1);
        this.choices = choices;
        this.text = text;
        this.check = check;
        this.parser = parser;
        this.writer = writer;
    }

    /** Returns the type of values that have a form of their own. */
    static <T> ValueType<T> of(String name, Function<String, T> parser, Function<T, String> writer) {
        return checked(name, ANYTHING, parser, writer);
    }

    /** Returns the type of values that have a form of their own, where not every object is to be taken by its text. */
    static <T> ValueType<T> checked(
            String name, Consumer<Object> check, Function<String, T> parser, Function<T, String> writer) {
        return new ValueType<>(name, "", List.of(), List.of(), ValueType::single, check, parser, writer);
    }

    /** Returns the type of lists of users or groups. */
    static ValueType<Set<Long>> ids(String name, Function<String, Set<Long>> parser) {
        Function<Set<Long>, String> writer =
                ids -> new TreeSet<>(ids).stream().map(String::valueOf).collect(Collectors.joining(","));
        return new ValueType<>(name, "", List.of(), List.of(), Values::list, ANYTHING, parser, writer);
    }

    /** Returns the type of whole numbers that count something, from the least to the greatest. */
    static ValueType<Integer> number(String unit, int least, int greatest) {
        List<String> range = List.of(Integer.toString(least), Integer.toString(greatest));
        Function<String, Integer> parser = text -> wholeNumber(text, least, greatest);
        return new ValueType<>(
                "whole number", unit, range, List.of(), ValueType::single, ANYTHING, parser, String::valueOf);
    }

    /** Returns the type of durations, from none to a year. */
    static ValueType<Duration> duration() {
        List<String> range = List.of("0", Durations.LONGEST.toDays() + "d");
        return new ValueType<>(
                "duration", "", range, List.of(), ValueType::single, ANYTHING, Durations::parse, Durations::format);
    }

    /** Returns the type whose values are the names of constants in lower case. */
    static <E extends Enum<E>> ValueType<E> choice(String noun, Class<E> constants) {
        List<String> choices =
                Stream.of(constants.getEnumConstants()).map(ValueType::word).toList();
        Function<String, E> parser = text -> {
            if (!choices.contains(text)) {
                throw new IllegalArgumentException(
                        "is not an " + noun + "; write one of " + String.join(", ", choices));
            }
            return constants.getEnumConstants()[choices.indexOf(text)];
        };
        return new ValueType<>("choice", "", List.of(), choices, ValueType::single, ANYTHING, parser, ValueType::word);
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String single(Object value) {
        return Values.text(Values.single(value));
    }

    private static int wholeNumber(String text, int least, int greatest) {
        String range = "a whole number from " + least + " to " + greatest;
        // Long.parseLong would accept a plus sign, and the digits of every script.
        if (!text.matches("-?[0-9]+")) {
            throw new IllegalArgumentException("is not a whole number; write " + range);
        }
        BigInteger exact = new BigInteger(text);
        if (exact.compareTo(BigInteger.valueOf(least)) < 0 || exact.compareTo(BigInteger.valueOf(greatest)) > 0) {
            throw new IllegalArgumentException("is out of range; write " + range);
        }
        return exact.intValue();
    }
}
