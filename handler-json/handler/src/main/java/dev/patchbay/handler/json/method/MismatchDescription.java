package dev.patchbay.handler.json.method;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Describes for clients why a value does not fit, in the terms of JSON rather than of Java. */
final class MismatchDescription {

    private static final Map<Class<?>, String> WORDS = Map.ofEntries(
            Map.entry(byte.class, "a whole number from -128 to 255"),
            Map.entry(Byte.class, "a whole number from -128 to 255"),
            Map.entry(short.class, "a whole number from -32768 to 32767"),
            Map.entry(Short.class, "a whole number from -32768 to 32767"),
            Map.entry(int.class, "a whole number of 32 bits"),
            Map.entry(Integer.class, "a whole number of 32 bits"),
            Map.entry(long.class, "a whole number of 64 bits"),
            Map.entry(Long.class, "a whole number of 64 bits"),
            Map.entry(BigInteger.class, "a whole number"),
            Map.entry(float.class, "a number"),
            Map.entry(Float.class, "a number"),
            Map.entry(double.class, "a number"),
            Map.entry(Double.class, "a number"),
            Map.entry(BigDecimal.class, "a number"),
            Map.entry(boolean.class, "true or false"),
            Map.entry(Boolean.class, "true or false"),
            Map.entry(char.class, "a string of one character"),
            Map.entry(Character.class, "a string of one character"),
            Map.entry(String.class, "a string"));

    private MismatchDescription() {}

    /** Describes the mismatch behind an exception. */
    static String of(Class<?> expected, JacksonException cause) {
        String place = path(cause.getPath());
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return "the member \"" + unknown.getPropertyName() + "\" is unknown" + place;
        }
        Class<?> type = cause instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? mismatch.getTargetType()
                : expected;
        return "expected " + words(type) + given(cause) + place;
    }

    static String words(Class<?> type) {
        if (WORDS.containsKey(type)) {
            return WORDS.get(type);
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> '"' + ((Enum<?>) constant).name() + '"')
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        if (type.getName().startsWith("java.time.")) {
            return "a " + type.getSimpleName() + " in the form of ISO 8601";
        }
        return type.getName().startsWith("java.") && !Map.class.isAssignableFrom(type)
                ? "a " + type.getSimpleName()
                : "an object";
    }

    private static String given(JacksonException cause) {
        JsonToken token = cause.processor() instanceof JsonParser parser ? parser.currentToken() : null;
        if (token == null) {
            return "";
        }
        return switch (token) {
            case START_OBJECT -> ", got an object";
            case START_ARRAY -> ", got an array";
            case VALUE_STRING -> ", got a string";
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> ", got a number";
            case VALUE_TRUE, VALUE_FALSE -> ", got a boolean";
            case VALUE_NULL -> ", got null";
            default -> "";
        };
    }

    private static String path(List<JacksonException.Reference> path) {
        return path.isEmpty()
                ? ""
                : path.stream()
                        .map(step -> step.getPropertyName() == null
                                ? "[" + step.getIndex() + "]"
                                : "." + step.getPropertyName())
                        .collect(Collectors.joining("", " at ", ""));
    }
}
