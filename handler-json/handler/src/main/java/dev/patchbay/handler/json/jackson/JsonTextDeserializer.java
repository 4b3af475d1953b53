package dev.patchbay.handler.json.jackson;

import dev.patchbay.handler.json.buffer.OutputBuffer;
import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.jsonrpc.JsonText;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.json.UTF8StreamJsonParser;
import tools.jackson.core.util.JsonParserDelegate;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdDeserializer;

/**
 * Reads {@link JsonText} by copying the bytes of the value. The parser must come from {@link Jackson#newParser}.
 *
 * <p>Jackson buffers the tokens of a value whose type it does not know yet, and those have no bytes any more. They are
 * written anew.
 */
final class JsonTextDeserializer extends StdDeserializer<JsonText> {

    JsonTextDeserializer() {
        super(JsonText.class);
    }

    @Override
    public JsonText deserialize(JsonParser parser, DeserializationContext context) {
        JsonParser source = parser;
        while (source instanceof JsonParserDelegate wrapper) {
            source = wrapper.delegate();
        }
        return source instanceof UTF8StreamJsonParser ? copy(parser, source) : rewritten(parser);
    }

    private static JsonText copy(JsonParser parser, JsonParser source) {
        Slice text = text(source.streamReadContext());
        int from = text.from() + (int) source.currentTokenLocation().getByteOffset();
        if (isInside(parser)) {
            // Only white space and the quote of the first name are in between.
            while (text.bytes()[from] != '{') {
                from--;
            }
            skipRest(parser);
        } else {
            parser.skipChildren();
        }
        source.finishToken();
        return RawJsonText.copyOf(
                text.bytes(), from, text.from() + (int) source.currentLocation().getByteOffset());
    }

    /** Returns whether Jackson has taken the first token of an object already, as it does for a delegating creator. */
    private static boolean isInside(JsonParser parser) {
        return parser.hasToken(JsonToken.PROPERTY_NAME) || parser.hasToken(JsonToken.END_OBJECT);
    }

    private static void skipRest(JsonParser parser) {
        while (!parser.hasToken(JsonToken.END_OBJECT)) {
            parser.nextToken();
            parser.skipChildren();
            parser.nextToken();
        }
    }

    private static Slice text(TokenStreamContext innermost) {
        TokenStreamContext context = innermost;
        while (context.getParent() != null) {
            context = context.getParent();
        }
        return (Slice) context.currentValue();
    }

    private static JsonText rewritten(JsonParser parser) {
        OutputBuffer out = new OutputBuffer();
        try (JsonGenerator generator = Jackson.newGenerator(out)) {
            if (isInside(parser)) {
                generator.writeStartObject();
                while (!parser.hasToken(JsonToken.END_OBJECT)) {
                    generator.copyCurrentStructure(parser);
                    parser.nextToken();
                }
                generator.writeEndObject();
            } else {
                generator.copyCurrentStructure(parser);
            }
        }
        byte[] written = out.copy();
        return RawJsonText.copyOf(written, 0, written.length);
    }

    /** The literal {@code null} is a text, too. */
    @Override
    public JsonText getNullValue(DeserializationContext context) {
        return RawJsonText.NULL;
    }

    /** A member that is not there is no text. */
    @Override
    public Object getAbsentValue(DeserializationContext context) {
        return null;
    }
}
