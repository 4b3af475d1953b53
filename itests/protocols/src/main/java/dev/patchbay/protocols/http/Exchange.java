package dev.patchbay.protocols.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.patchbay.api.ConnContext;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** A request and its answer, during one call of the handler. */
final class Exchange {

    private static final String RESPONSE = "dev.patchbay.protocols.http.response";
    private static final String STATE = "dev.patchbay.protocols.http.state";
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static volatile Second second = new Second(0, "");

    private final ConnContext conn;
    private final Request request;

    Exchange(ConnContext conn, Request request) {
        this.conn = conn;
        this.request = request;
    }

    ConnContext conn() {
        return conn;
    }

    Request request() {
        return request;
    }

    /** Returns what the resource keeps for this request, or null. */
    Object state() {
        return conn.attributes().get(STATE);
    }

    /** Keeps something until the request is answered; it is closed then if it can be. Use types of the JDK. */
    void keep(Object state) {
        conn.attributes().put(STATE, state);
    }

    /** Returns whether another request may follow. */
    boolean keepsAlive() {
        return request.keepsAlive() && !conn.isDraining();
    }

    /** Answers with a whole body. */
    void respond(String status, String type, byte[] body) {
        respond(conn, status, "Content-Type: " + type + "\r\n", keepsAlive(), request.isHead(), body);
    }

    /** Answers with an error to a request that was read to its end. */
    void respond(HttpError error) {
        respond(conn, error.status(), error.field(), keepsAlive(), request.isHead(), error.body());
    }

    /** Answers with an error to what may be no request. */
    static void refuse(ConnContext conn, HttpError error) {
        respond(conn, error.status(), error.field(), false, false, error.body());
    }

    private static void respond(
            ConnContext conn, String status, String fields, boolean keepAlive, boolean bare, byte[] body) {
        byte[] head = head(status, fields + "Content-Length: " + body.length + "\r\n", keepAlive);
        ByteBuffer whole = ByteBuffer.allocate(head.length + body.length).put(head);
        conn.write((bare ? whole : whole.put(body)).flip());
    }

    /** Begins an answer whose body is written in parts; {@code length} is negative if it is not known. */
    void begin(String status, String type, long length) {
        boolean chunked = length < 0 && request.minor() == 1;
        String framing =
                chunked ? "Transfer-Encoding: chunked\r\n" : length < 0 ? "" : "Content-Length: " + length + "\r\n";
        conn.attributes().put(RESPONSE, chunked);
        conn.write(ByteBuffer.wrap(head(status, "Content-Type: " + type + "\r\n" + framing, keepsAlive())));
    }

    static boolean hasBegun(ConnContext conn) {
        return conn.attributes().containsKey(RESPONSE);
    }

    /** Writes a part of the body; waits if too much is queued. */
    void write(ByteBuffer part) {
        if (request.isHead() || !part.hasRemaining()) {
            part.position(part.limit());
        } else if (!Boolean.TRUE.equals(conn.attributes().get(RESPONSE))) {
            conn.write(part);
        } else {
            byte[] size = (Integer.toHexString(part.remaining()) + "\r\n").getBytes(ISO_8859_1);
            ByteBuffer chunk = ByteBuffer.allocate(size.length + part.remaining() + 2);
            conn.write(
                    chunk.put(size).put(part).put((byte) '\r').put((byte) '\n').flip());
        }
    }

    /** Ends the body that was written in parts. */
    void end() {
        if (!request.isHead() && Boolean.TRUE.equals(conn.attributes().get(RESPONSE))) {
            conn.write(ByteBuffer.wrap("0\r\n\r\n".getBytes(ISO_8859_1)));
        }
    }

    /** Forgets the request of a connection, complete or not. */
    static void forget(ConnContext conn) throws Exception {
        conn.attributes().remove(RESPONSE);
        if (conn.attributes().remove(STATE) instanceof AutoCloseable resource) {
            resource.close();
        }
    }

    private static byte[] head(String status, String fields, boolean keepAlive) {
        String close = keepAlive ? "" : "Connection: close\r\n";
        return ("HTTP/1.1 " + status + "\r\nDate: " + date() + "\r\n" + fields + close + "\r\n").getBytes(ISO_8859_1);
    }

    private static String date() {
        long now = System.currentTimeMillis() / 1000;
        Second last = second;
        if (last.number != now) {
            last = new Second(now, DATE.format(Instant.ofEpochSecond(now)));
            second = last;
        }
        return last.date;
    }

    private record Second(long number, String date) {}
}
