package dev.patchbay.protocols.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.patchbay.api.ConnContext;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;

/** Encodes answers, and sends them as fast as the client reads. */
final class Answer {

    private static final int PIECE = 64 * 1024;
    private static final int LEAST_BYTES = 256;

    /** What waits until the client has read, if anything does. */
    private static final String WAITING = Answer.class.getPackageName() + ".answer";

    private byte[] bytes;
    private int size;
    private Deque<ByteBuffer> pieces;
    private boolean ends;
    private boolean follows;

    /** Creates answers that may be about as long as those before. */
    Answer(int usual) {
        bytes = new byte[Math.max(LEAST_BYTES, usual)];
    }

    int size() {
        return size;
    }

    /** Returns whether more answers may be added before these are sent. */
    boolean takesMore() {
        return pieces == null && size < PIECE && !ends && !follows;
    }

    void text(char type, String line) {
        room(line.length() + 3);
        bytes[size++] = (byte) type;
        ascii(line);
    }

    void ok() {
        text('+', "OK");
    }

    void number(char type, long number) {
        if (number >= 0 && number < 10) {
            room(4);
            bytes[size++] = (byte) type;
            bytes[size++] = (byte) ('0' + number);
            lineEnd();
        } else {
            text(type, Long.toString(number));
        }
    }

    void number(long number) {
        number(':', number);
    }

    /** Adds a string, or the null string. */
    void string(byte[] value) {
        if (value == null) {
            text('$', "-1");
            return;
        }
        number('$', value.length);
        if (value.length > PIECE) {
            cut(LEAST_BYTES);
            pieces.add(ByteBuffer.wrap(value));
        } else {
            room(value.length);
            System.arraycopy(value, 0, bytes, size, value.length);
            size += value.length;
        }
        room(2);
        lineEnd();
    }

    void strings(Collection<byte[]> values) {
        number('*', values.size());
        values.forEach(this::string);
    }

    void strings(String... values) {
        number('*', values.length);
        for (String value : values) {
            string(value.getBytes(ISO_8859_1));
        }
    }

    void nothing() {
        text('*', "-1");
    }

    /** Closes the connection after these answers. */
    void end() {
        ends = true;
    }

    /** Returns short answers. */
    ByteBuffer bytes() {
        return ByteBuffer.wrap(bytes, 0, size);
    }

    /** Has the last command answered later. */
    void follows() {
        follows = true;
    }

    /** Sends these answers; returns whether that is all, or has the rest wait. */
    boolean send(ConnContext conn) {
        if (ends) {
            conn.write(bytes());
            conn.close();
        } else if (pieces != null || size > 0 && !conn.offer(bytes())) {
            cut(0);
            conn.attributes().put(WAITING, pieces);
            return false;
        }
        return !follows;
    }

    /** Sends what waits; returns whether nothing does any more. */
    static boolean sendWaiting(ConnContext conn) {
        Deque<ByteBuffer> waiting = waiting(conn);
        while (waiting != null && !waiting.isEmpty()) {
            ByteBuffer first = waiting.peek();
            ByteBuffer piece = first.slice(first.position(), Math.min(PIECE, first.remaining()));
            if (!conn.offer(piece)) {
                return false;
            }
            first.position(first.position() + piece.position());
            if (!first.hasRemaining()) {
                waiting.remove();
            }
        }
        if (waiting != null) {
            conn.attributes().remove(WAITING);
        }
        return true;
    }

    /** Sends bytes after what waits. */
    static void sendAfterWaiting(ConnContext conn, ByteBuffer message) {
        if (sendWaiting(conn)) {
            conn.write(message);
        } else {
            waiting(conn).add(message);
        }
    }

    @SuppressWarnings("unchecked")
    private static Deque<ByteBuffer> waiting(ConnContext conn) {
        return (Deque<ByteBuffer>) conn.attributes().get(WAITING);
    }

    private void room(int more) {
        if (size + more > bytes.length && size + more > PIECE) {
            cut(PIECE);
        } else if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }

    private void cut(int next) {
        if (pieces == null) {
            pieces = new ArrayDeque<>();
        }
        if (size > 0) {
            pieces.add(ByteBuffer.wrap(bytes, 0, size));
        }
        bytes = new byte[next];
        size = 0;
    }

    @SuppressWarnings("deprecation")
    private void ascii(String line) {
        line.getBytes(0, line.length(), bytes, size);
        size += line.length();
        lineEnd();
    }

    private void lineEnd() {
        bytes[size++] = '\r';
        bytes[size++] = '\n';
    }
}
