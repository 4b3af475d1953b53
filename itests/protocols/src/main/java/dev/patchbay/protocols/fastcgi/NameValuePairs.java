package dev.patchbay.protocols.fastcgi;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.patchbay.api.MalformedFrameException;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names and values, each with its length of one byte or of four. */
final class NameValuePairs {

    private NameValuePairs() {}

    static Map<String, String> decode(ByteBuffer bytes) {
        Map<String, String> pairs = new LinkedHashMap<>();
        try {
            while (bytes.hasRemaining()) {
                int name = length(bytes);
                int value = length(bytes);
                pairs.put(text(bytes, name), text(bytes, value));
            }
        } catch (BufferUnderflowException cutOff) {
            throw new MalformedFrameException(
                    "a name or a value ends after its parameters; send as many bytes as announced");
        }
        return pairs;
    }

    private static int length(ByteBuffer bytes) {
        int first = bytes.get(bytes.position());
        return first >= 0 ? bytes.get() : bytes.getInt() & 0x7fffffff;
    }

    private static String text(ByteBuffer bytes, int length) {
        if (length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] text = new byte[length];
        bytes.get(text);
        return new String(text, ISO_8859_1);
    }

    static ByteBuffer encode(Map<String, String> pairs) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        pairs.forEach((name, value) -> {
            writeLength(bytes, name.length());
            writeLength(bytes, value.length());
            bytes.writeBytes(name.getBytes(ISO_8859_1));
            bytes.writeBytes(value.getBytes(ISO_8859_1));
        });
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private static void writeLength(ByteArrayOutputStream bytes, int length) {
        if (length < 0x80) {
            bytes.write(length);
        } else {
            bytes.writeBytes(ByteBuffer.allocate(4).putInt(length | 0x80000000).array());
        }
    }
}
