package dev.patchbay.handler.json.wire;

import dev.patchbay.jsonrpc.JsonText;
import tools.jackson.core.JsonParser;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/** Reads {@link JsonText}: the bytes of the message where the parser is. The parser comes from {@link Json#parser}. */
final class RawJsonReader extends StdDeserializer<JsonText> {

    RawJsonReader() {
        super(JsonText.class);
    }

    @Override
    public JsonText deserialize(JsonParser parser, DeserializationContext context) {
        Slice source = source(parser.streamReadContext());
        int from = source.from() + (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        return RawJson.copyOf(
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

    /** Null is a text as well. */
    @Override
    public JsonText getNullValue(DeserializationContext context) {
        return RawJson.NULL;
    }
}
