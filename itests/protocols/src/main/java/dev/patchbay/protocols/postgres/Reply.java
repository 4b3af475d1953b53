package dev.patchbay.protocols.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;

/** Encodes the messages of the server. */
final class Reply {

    private static final int TYPE_TEXT = 25;
    private static final int VARIABLE_SIZE = -1;

    private Reply() {}

    /** Returns a message: its type, its length with that of the length itself, and what the parts are. */
    private static ByteBuffer message(char type, byte[]... parts) {
        int length = Integer.BYTES;
        for (byte[] part : parts) {
            length += part.length;
        }
        ByteBuffer message = ByteBuffer.allocate(1 + length).put((byte) type).putInt(length);
        for (byte[] part : parts) {
            message.put(part);
        }
        return message.flip();
    }

    static ByteBuffer authenticated() {
        return message('R', number(0));
    }

    static ByteBuffer parameter(String name, String value) {
        return message('S', text(name), text(value));
    }

    /** Returns what the client sends back to cancel a query. */
    static ByteBuffer key(int process, int secret) {
        return message('K', number(process), number(secret));
    }

    static ByteBuffer ready() {
        return message('Z', new byte[] {'I'});
    }

    static ByteBuffer empty() {
        return message('I');
    }

    static ByteBuffer complete(String tag) {
        return message('C', text(tag));
    }

    static ByteBuffer error(SqlException error) {
        return message(
                'E',
                text("SERROR"),
                text("VERROR"),
                text("C" + error.state()),
                text("M" + error.getMessage()),
                text(""));
    }

    static ByteBuffer description(List<String> columns) {
        byte[][] parts = new byte[1 + columns.size()][];
        parts[0] = count(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            byte[] name = text(columns.get(i));
            parts[i + 1] = ByteBuffer.allocate(name.length + 18)
                    .put(name)
                    .putInt(0)
                    .putShort((short) 0)
                    .putInt(TYPE_TEXT)
                    .putShort((short) VARIABLE_SIZE)
                    .putInt(VARIABLE_SIZE)
                    .putShort((short) 0)
                    .array();
        }
        return message('T', parts);
    }

    static ByteBuffer row(List<String> values) {
        byte[][] parts = new byte[1 + 2 * values.size()][];
        parts[0] = count(values.size());
        for (int i = 0; i < values.size(); i++) {
            byte[] value = values.get(i).getBytes(UTF_8);
            parts[2 * i + 1] = number(value.length);
            parts[2 * i + 2] = value;
        }
        return message('D', parts);
    }

    private static byte[] count(int count) {
        return new byte[] {(byte) (count >> Byte.SIZE), (byte) count};
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static byte[] text(String text) {
        return (text + '\0').getBytes(UTF_8);
    }
}
