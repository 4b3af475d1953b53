package dev.patchbay.handler.json.jackson;

import dev.patchbay.handler.json.buffer.OutputBuffer;
import dev.patchbay.jsonrpc.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A {@link JsonText} that holds a copy of the bytes. Immutable. */
public final class RawJsonText implements JsonText {

    static final RawJsonText NULL = new RawJsonText(OutputBuffer.ascii("null"));

    private final byte[] utf8;

    private RawJsonText(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** Copies a part of an array, which must be valid JSON. */
    public static RawJsonText copyOf(byte[] bytes, int from, int to) {
        return new RawJsonText(Arrays.copyOfRange(bytes, from, to));
    }

    /** Writes the text on one line. */
    public void writeTo(OutputBuffer out) {
        out.writeOnOneLine(utf8, 0, utf8.length);
    }

    @Override
    public byte[] utf8() {
        return utf8.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawJsonText && Arrays.equals(utf8, ((RawJsonText) other).utf8);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(utf8);
    }

    @Override
    public String toString() {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
