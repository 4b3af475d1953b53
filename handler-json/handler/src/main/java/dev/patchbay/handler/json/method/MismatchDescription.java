package dev.patchbay.handler.json.method;

import dev.patchbay.handler.json.logging.Printable;
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
import tools.jackson.databind.JavaType;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.json.JsonMapper;

/** Describes for clients why a value does not fit, in the terms of JSON rather than of Java. */
final class MismatchDescription {

    private static final Map<Class<?>, String> WORDS = Map.ofEntries(
            Map.entry(byte.class, "a whole number from -128 to 127"),
            Map.entry(Byte.class, "a whole number from -128 to 127"),
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
            Map.entry(byte[].class, "a string of base64"),
            Map.entry(char[].class, "a string"),
            Map.entry(String.class, "a string"));

    /** How many steps of the path to a member are named. */
    private static final int STEPS_MAX = 10;

    private MismatchDescription() {}

    /** Describes the mismatch that an exception reports, in at most {@link Printable#TEXT_MAX} characters. */
    static String of(JavaType expected, JacksonException cause, JsonMapper mapper) {
        return Printable.text(describe(expected, cause, mapper));
    }

    private static String describe(JavaType expected, JacksonException cause, JsonMapper mapper) {
        String place = path(cause.getPath());
        if (cause instanceof UnrecognizedPropertyException unknown) {
            return "the member \"" + Printable.name(unknown.getPropertyName()) + "\" is unknown" + place;
        }
        String words = cause instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? words(mismatch.getTargetType(), mapper)
                : words(expected, mapper);
        return "expected " + words + given(cause) + place;
    }

    static String words(JavaType type, JsonMapper mapper) {
        return type.isReferenceType() ? words(type.getReferencedType(), mapper) : words(type.getRawClass(), mapper);
    }

    private static String words(Class<?> type, JsonMapper mapper) {
        if (WORDS.containsKey(type)) {
            return WORDS.get(type);
        }
        if (type.isEnum()) {
            return constants(type, mapper);
        }
        if (type.isArray() || Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        String name = type.getSimpleName();
        String article = !name.isEmpty() && "AEIO".indexOf(name.charAt(0)) >= 0 ? "an " : "a ";
        if (type.getName().startsWith("java.time.")) {
            return article + name + " in the form of ISO 8601";
        }
        return type.getName().startsWith("java.") && !Map.class.isAssignableFrom(type) ? article + name : "an object";
    }

    /** Lists the constants of an enum as JSON has them, which may differ from their names in Java. */
    private static String constants(Class<?> type, JsonMapper mapper) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant(constant, mapper))
                .collect(Collectors.joining(", ", "one of ", ""));
    }

    private static String constant(Object constant, JsonMapper mapper) {
        try {
            return mapper.writeValueAsString(constant);
        } catch (RuntimeException | LinkageError e) {
            return '"' + ((Enum<?>) constant).name() + '"';
        }
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
                        .limit(STEPS_MAX)
                        .map(step -> step.getPropertyName() == null
                                ? "[" + step.getIndex() + "]"
                                : "." + Printable.name(step.getPropertyName()))
                        .collect(Collectors.joining("", " at ", ""));
    }
}
