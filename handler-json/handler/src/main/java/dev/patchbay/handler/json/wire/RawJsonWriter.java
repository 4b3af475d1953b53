package dev.patchbay.handler.json.wire;

import dev.patchbay.jsonrpc.JsonText;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/** Writes {@link JsonText} that is part of another value. */
final class RawJsonWriter extends StdSerializer<JsonText> {

    RawJsonWriter() {
        super(JsonText.class);
    }

    @Override
    public void serialize(JsonText value, JsonGenerator generator, SerializationContext context) {
        generator.writeRawValue(value.toString().replace('\n', ' ').replace('\r', ' '));
    }
}
