package dev.patchbay.handler.json.strict;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/** Rejects the numbers from 128 to 255, which Jackson takes for a byte and makes negative. */
final class SignedBytes extends DelegatingDeserializer {

    SignedBytes(ValueDeserializer<?> binding) {
        super(binding);
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> binding) {
        return new SignedBytes(binding);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.hasToken(JsonToken.VALUE_NUMBER_INT) && parser.getIntValue() > Byte.MAX_VALUE) {
            return context.handleWeirdNumberValue(handledType(), parser.getIntValue(), "out of range");
        }
        return super.deserialize(parser, context);
    }
}
