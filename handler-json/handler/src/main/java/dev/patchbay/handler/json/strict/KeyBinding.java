package dev.patchbay.handler.json.strict;

import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.KeyDeserializer;

/** Binds the name of a member to the key of a map by a function that rejects what it does not understand. */
final class KeyBinding extends KeyDeserializer {

    private final Class<?> type;
    private final TextBinding.Reader<?> reader;

    KeyBinding(Class<?> type, TextBinding.Reader<?> reader) {
        this.type = type;
        this.reader = reader;
    }

    @Override
    public Object deserializeKey(String key, DeserializationContext context) {
        try {
            return reader.read(key);
        } catch (RuntimeException e) {
            return context.handleWeirdKey(type, key, "not valid");
        }
    }
}
