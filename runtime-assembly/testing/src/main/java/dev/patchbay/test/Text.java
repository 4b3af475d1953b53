package dev.patchbay.test;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Locale;

/** Bytes as they are shown in messages: as text, with escapes. */
final class Text {

    /** How many bytes are shown of longer ones, at either end. */
    private static final int SHOWN = 100;

    private Text() {}

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** Returns bytes in quotes. */
    static String quoted(byte[] bytes) {
        return quoted(bytes, 0, bytes.length);
    }

    /** Returns some of the bytes in quotes. */
    static String quoted(byte[] bytes, int from, int to) {
        if (to - from <= 2 * SHOWN) {
            return '"' + escaped(bytes, from, to) + '"';
        }
        return '"' + escaped(bytes, from, from + SHOWN) + "\"... " + (to - from - 2 * SHOWN) + " more bytes ...\""
                + escaped(bytes, to - SHOWN, to) + '"';
    }

    private static String escaped(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            escape(bytes[i], text);
        }
        return text.toString();
    }

    private static void escape(byte value, StringBuilder text) {
        switch (value) {
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            case '\t' -> text.append("\\t");
            case '"', '\\' -> text.append('\\').append((char) value);
            default -> {
                if (value >= ' ' && value < 127) {
                    text.append((char) value);
                } else {
                    text.append(String.format(Locale.ROOT, "\\x%02x", value));
                }
            }
        }
    }

    static String count(int bytes) {
        return bytes == 1 ? "1 byte" : bytes + " bytes";
    }
}
