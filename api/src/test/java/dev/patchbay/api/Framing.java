package dev.patchbay.api;

import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** Every framing that {@link Frames} knows, with the sender's half of it. */
enum Framing {
    LINE,
    LINE_WITH_CARRIAGE_RETURN,
    NUL_TERMINATED,
    PREFIXED_16_BIG,
    PREFIXED_16_LITTLE,
    PREFIXED_24_BIG,
    PREFIXED_24_LITTLE,
    PREFIXED_32_BIG,
    PREFIXED_32_LITTLE,
    VARINT,
    BULK_STRING,
    CONTENT_LENGTH;

    /** Takes the next message off. */
    ByteBuffer take(ByteBuffer in, int limit) {
        return switch (this) {
            case LINE, LINE_WITH_CARRIAGE_RETURN -> Frames.line(in, limit);
            case NUL_TERMINATED -> Frames.nulTerminated(in, limit);
            case PREFIXED_16_BIG -> Frames.prefixed16(in, BIG_ENDIAN, limit);
            case PREFIXED_16_LITTLE -> Frames.prefixed16(in, LITTLE_ENDIAN, limit);
            case PREFIXED_24_BIG -> Frames.prefixed24(in, BIG_ENDIAN, limit);
            case PREFIXED_24_LITTLE -> Frames.prefixed24(in, LITTLE_ENDIAN, limit);
            case PREFIXED_32_BIG -> Frames.prefixed32(in, BIG_ENDIAN, limit);
            case PREFIXED_32_LITTLE -> Frames.prefixed32(in, LITTLE_ENDIAN, limit);
            case VARINT -> Frames.varintPrefixed(in, limit);
            case BULK_STRING -> Frames.bulkString(in, limit);
            case CONTENT_LENGTH -> Frames.contentLength(in, limit);
        };
    }

    /** Returns the message as a client sends it. */
    byte[] frame(byte[] message) {
        return switch (this) {
            case LINE -> join(message, '\n');
            case LINE_WITH_CARRIAGE_RETURN -> join(message, '\r', '\n');
            case NUL_TERMINATED -> join(message, 0);
            case PREFIXED_16_BIG -> join(prefix16(message.length, BIG_ENDIAN), message);
            case PREFIXED_16_LITTLE -> join(prefix16(message.length, LITTLE_ENDIAN), message);
            case PREFIXED_24_BIG -> join(prefix24(message.length, BIG_ENDIAN), message);
            case PREFIXED_24_LITTLE -> join(prefix24(message.length, LITTLE_ENDIAN), message);
            case PREFIXED_32_BIG -> join(prefix32(message.length, BIG_ENDIAN), message);
            case PREFIXED_32_LITTLE -> join(prefix32(message.length, LITTLE_ENDIAN), message);
            case VARINT -> join(varint(message.length), message);
            case BULK_STRING -> join(join(ascii("$" + message.length + "\r\n"), message), '\r', '\n');
            case CONTENT_LENGTH -> join(ascii("Content-Length: " + message.length + "\r\n\r\n"), message);
        };
    }

    /** Returns random bytes that the framing can carry. */
    byte[] message(Random random, int length) {
        byte[] message = new byte[length];
        random.nextBytes(message);
        for (int i = 0; i < length; i++) {
            boolean mark = switch (this) {
                case LINE, LINE_WITH_CARRIAGE_RETURN -> message[i] == '\n';
                case NUL_TERMINATED -> message[i] == 0;
                default -> false;
            };
            boolean lastCarriageReturn = this == LINE && i == length - 1 && message[i] == '\r';
            message[i] = mark || lastCarriageReturn ? (byte) 'x' : message[i];
        }
        return message;
    }

    private static byte[] prefix16(int length, ByteOrder order) {
        return ByteBuffer.allocate(2).order(order).putShort((short) length).array();
    }

    private static byte[] prefix24(int length, ByteOrder order) {
        byte[] four = prefix32(length, order);
        return order == BIG_ENDIAN ? Arrays.copyOfRange(four, 1, 4) : Arrays.copyOf(four, 3);
    }

    private static byte[] prefix32(int length, ByteOrder order) {
        return ByteBuffer.allocate(4).order(order).putInt(length).array();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] varint(int length) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int rest = length;
        for (; rest > 0x7f; rest >>>= 7) {
            bytes.write(rest & 0x7f | 0x80);
        }
        bytes.write(rest);
        return bytes.toByteArray();
    }

    private static byte[] join(byte[] message, int... end) {
        byte[] framed = Arrays.copyOf(message, message.length + end.length);
        for (int i = 0; i < end.length; i++) {
            framed[message.length + i] = (byte) end[i];
        }
        return framed;
    }

    private static byte[] join(byte[] prefix, byte[] message) {
        byte[] framed = Arrays.copyOf(prefix, prefix.length + message.length);
        System.arraycopy(message, 0, framed, prefix.length, message.length);
        return framed;
    }
}
