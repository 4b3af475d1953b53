package dev.patchbay.handler.json.wire;

import dev.patchbay.jsonrpc.JsonText;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** JSON as it came: a slice of a message that is known to be valid. */
public final class RawJson implements JsonText {

    static final RawJson NULL = new RawJson(Output.ascii("null"));

    private final byte[] utf8;

    private RawJson(byte[] utf8) {
        this.utf8 = utf8;
    }

    /** Copies a slice. */
    public static RawJson copyOf(byte[] bytes, int from, int to) {
        return new RawJson(Arrays.copyOfRange(bytes, from, to));
    }

    void writeTo(Output out) {
        out.writeOnOneLine(utf8, 0, utf8.length);
    }

    @Override
    public byte[] utf8() {
        return utf8.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RawJson && Arrays.equals(utf8, ((RawJson) other).utf8);
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
