package dev.patchbay.handler.json.jackson;

import dev.patchbay.jsonrpc.JsonText;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes a {@link JsonText} that is part of another value. */
final class JsonTextSerializer extends StdSerializer<JsonText> {

    JsonTextSerializer() {
        super(JsonText.class);
    }

    @Override
    public void serialize(JsonText value, JsonGenerator generator, SerializationContext context) {
        generator.writeRawValue(value.toString().replace('\n', ' ').replace('\r', ' '));
    }
}
