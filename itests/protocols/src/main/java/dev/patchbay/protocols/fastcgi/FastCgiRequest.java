package dev.patchbay.protocols.fastcgi;

import dev.patchbay.api.ConnContext;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;

/** The request of a connection, during one call of the handler. Everything it has is in the attributes, as types of the JDK. */
final class FastCgiRequest {

    private static final String PREFIX = "dev.patchbay.protocols.fastcgi.";
    private static final String NUMBER = PREFIX + "number";
    private static final String KEEPS = PREFIX + "keeps";
    private static final String PARAMETERS = PREFIX + "parameters";
    private static final String STATE = PREFIX + "state";

    private final ConnContext conn;

    FastCgiRequest(ConnContext conn) {
        this.conn = conn;
    }

    ConnContext conn() {
        return conn;
    }

    void begin(int number, boolean keepsConnection) {
        conn.attributes().put(NUMBER, number);
        conn.attributes().put(KEEPS, keepsConnection);
        conn.attributes().put(PARAMETERS, new ByteArrayOutputStream());
    }

    /** Returns the number of the request, or 0 if there is none. */
    int number() {
        return (int) conn.attributes().getOrDefault(NUMBER, 0);
    }

    /** Returns whether the web server closes the connection. */
    boolean keepsConnection() {
        return (boolean) conn.attributes().get(KEEPS);
    }

    /** Returns the bytes of the parameters so far, or null if all have come. */
    ByteArrayOutputStream openParameters() {
        return conn.attributes().get(PARAMETERS) instanceof ByteArrayOutputStream bytes ? bytes : null;
    }

    void closeParameters() {
        ByteBuffer bytes = ByteBuffer.wrap(openParameters().toByteArray());
        conn.attributes().put(PARAMETERS, NameValuePairs.decode(bytes));
    }

    @SuppressWarnings("unchecked")
    Map<String, String> parameters() {
        return (Map<String, String>) conn.attributes().get(PARAMETERS);
    }

    /** Returns what the responder keeps for this request, or null. */
    Object state() {
        return conn.attributes().get(STATE);
    }

    /** Keeps something until the request ends. Use types of the JDK. */
    void keep(Object state) {
        conn.attributes().put(STATE, state);
    }

    /** Writes output of the request. */
    void write(ByteBuffer output) {
        while (output.hasRemaining()) {
            int length = Math.min(output.remaining(), FastCgiRecord.CONTENT_MAX);
            write(FastCgiRecord.STDOUT, output.slice(output.position(), length));
            output.position(output.position() + length);
        }
    }

    void write(int type, ByteBuffer content) {
        conn.write(new FastCgiRecord(type, number(), content).encode());
    }

    void forget() {
        conn.attributes().keySet().removeIf(key -> key.startsWith(PREFIX));
    }
}
