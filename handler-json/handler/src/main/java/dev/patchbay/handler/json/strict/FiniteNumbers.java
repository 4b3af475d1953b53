package dev.patchbay.handler.json.strict;

import java.util.OptionalDouble;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/**
 * Rejects numbers that are not finite: the strings that Jackson takes for {@code NaN} and the infinities, and numbers
 * that are too large for the type.
 */
final class FiniteNumbers extends DelegatingDeserializer {

    FiniteNumbers(ValueDeserializer<?> binding) {
        super(binding);
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> binding) {
        return new FiniteNumbers(binding);
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) {
        if (parser.hasToken(JsonToken.VALUE_STRING)) {
            return context.handleUnexpectedToken(handledType(), parser);
        }
        Object value = super.deserialize(parser, context);
        return isFinite(value) ? value : context.reportInputMismatch(handledType(), "a number is out of range");
    }

    private static boolean isFinite(Object value) {
        if (value instanceof double[] numbers) {
            boolean finite = true;
            for (double number : numbers) {
                finite &= Double.isFinite(number);
            }
            return finite;
        }
        if (value instanceof float[] numbers) {
            boolean finite = true;
            for (float number : numbers) {
                finite &= Float.isFinite(number);
            }
            return finite;
        }
        if (value instanceof OptionalDouble number) {
            return number.isEmpty() || Double.isFinite(number.getAsDouble());
        }
        return !(value instanceof Double || value instanceof Float) || Double.isFinite(((Number) value).doubleValue());
    }
}
