package dev.patchbay.handler.json.strict;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.util.function.Predicate;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.ValueDeserializer;
import tools.jackson.databind.deser.std.DelegatingDeserializer;

/**
 * Binds a string as Jackson does, if it has the form of the type, and nothing else. A member that its author has declared to be a number, with {@code
 * JsonFormat}, is left to Jackson.
 */
final class OnlyText extends DelegatingDeserializer {

    private final transient Predicate<String> form;

    /**
     * Creates a binding.
     *
     * @param form whether a text has the form of the type; Jackson takes others and drops what does not fit
     */
    OnlyText(ValueDeserializer<?> binding, Predicate<String> form) {
        super(binding);
        this.form = form;
    }

    @Override
    protected ValueDeserializer<?> newDelegatingInstance(ValueDeserializer<?> binding) {
        return new OnlyText(binding, form);
    }

    @Override
    public ValueDeserializer<?> createContextual(DeserializationContext context, BeanProperty member) {
        ValueDeserializer<?> contextual = super.createContextual(context, member);
        JsonFormat.Value format = findFormatOverrides(context, member, handledType());
        boolean number = format != null && format.getShape().isNumeric();
        return number && contextual instanceof OnlyText text ? text.getDelegatee() : contextual;
    }

    @Override
    public Object deserialize(JsonParser parser, DeserializationContext context) {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return context.handleUnexpectedToken(handledType(), parser);
        }
        String text = parser.getString();
        return form.test(text)
                ? super.deserialize(parser, context)
                : context.handleWeirdStringValue(handledType(), text, "not of the form");
    }
}
