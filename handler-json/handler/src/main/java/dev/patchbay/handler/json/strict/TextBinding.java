package dev.patchbay.handler.json.strict;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Binds a string by a function that rejects what it does not understand. */
final class TextBinding<T> extends StdScalarDeserializer<T> {

    private final transient Reader<T> reader;

    /** Reads a text. */
    @FunctionalInterface
    interface Reader<T> {

        /**
         * Reads a text.
         *
         * @throws RuntimeException if the text is not one of the type
         */
        T read(String text);
    }

    TextBinding(Class<T> type, Reader<T> reader) {
        super(type);
        this.reader = reader;
    }

    @Override
    @SuppressWarnings("unchecked") // Jackson returns a value of the type, or throws.
    public T deserialize(JsonParser parser, DeserializationContext context) {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return (T) context.handleUnexpectedToken(handledType(), parser);
        }
        String text = parser.getString();
        try {
            if (!text.isEmpty()) {
                return reader.read(text);
            }
        } catch (RuntimeException e) {
            return (T) context.handleWeirdStringValue(handledType(), text, "not valid");
        }
        return (T) context.handleWeirdStringValue(handledType(), text, "empty");
    }
}
