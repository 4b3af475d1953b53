package dev.patchbay.handler.json.wire;

import dev.patchbay.jsonrpc.JsonText;
import tools.jackson.core.JsonParser;
import tools.jackson.core.io.ContentReference;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/** Reads {@link JsonText} that is part of another value: the bytes of the message, where the parser is. */
final class RawJsonReader extends StdDeserializer<JsonText> {

    RawJsonReader() {
        super(JsonText.class);
    }

    @Override
    public JsonText deserialize(JsonParser parser, DeserializationContext context) {
        ContentReference source = parser.currentTokenLocation().contentReference();
        int from = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        parser.finishToken();
        int to = (int) parser.currentLocation().getByteOffset();
        byte[] bytes = (byte[]) source.getRawContent();
        return RawJson.copyOf(bytes, source.contentOffset() + from, source.contentOffset() + to);
    }
}
