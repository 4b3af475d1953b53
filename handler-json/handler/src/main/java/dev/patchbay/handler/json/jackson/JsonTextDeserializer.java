package dev.patchbay.handler.json.jackson;

import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.jsonrpc.JsonText;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/** Reads {@link JsonText} by copying the bytes of the value. The parser must come from {@link Jackson#newParser}. */
final class JsonTextDeserializer extends StdDeserializer<JsonText> {

    JsonTextDeserializer() {
        super(JsonText.class);
    }

    @Override
    public JsonText deserialize(JsonParser parser, DeserializationContext context) {
        Slice source = source(parser.streamReadContext());
        int from = source.from() + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return RawJsonText.copyOf(
                source.bytes(),
                from,
                source.from() + (int) parser.currentLocation().getByteOffset());
    }

    private static Slice source(TokenStreamContext innermost) {
        TokenStreamContext context = innermost;
        while (context.getParent() != null) {
            context = context.getParent();
        }
        return (Slice) context.currentValue();
    }

    /** The literal {@code null} is a text, too. */
    @Override
    public JsonText getNullValue(DeserializationContext context) {
        return RawJsonText.NULL;
    }
}
