package dev.patchbay.handler.json.message;

import dev.patchbay.handler.json.buffer.OutputBuffer;
import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.handler.json.jackson.RawJsonText;
import tools.jackson.databind.ObjectWriter;

/** Writes responses and notifications. Members have the order of the examples in the specification. */
public final class MessageWriter {

    private static final byte[] RESULT = OutputBuffer.ascii("{\"jsonrpc\":\"2.0\",\"result\":");
    private static final byte[] ERROR = OutputBuffer.ascii("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":");
    private static final byte[] INTERNAL_ERROR =
            OutputBuffer.ascii("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32603,\"message\":\"Internal error\"}");
    private static final byte[] MESSAGE = OutputBuffer.ascii(",\"message\":");
    private static final byte[] DATA = OutputBuffer.ascii(",\"data\":");
    private static final byte[] END_OF_ERROR = OutputBuffer.ascii("}");
    private static final byte[] ID = OutputBuffer.ascii(",\"id\":");
    private static final byte[] METHOD = OutputBuffer.ascii("{\"jsonrpc\":\"2.0\",\"method\":");
    private static final byte[] PARAMS = OutputBuffer.ascii(",\"params\":");
    private static final byte[] NULL = OutputBuffer.ascii("null");

    private MessageWriter() {}

    /**
     * Writes a response with a result.
     *
     * @param id the raw id of the request
     * @param writer writes the value
     */
    public static void result(OutputBuffer out, Slice id, Object value, ObjectWriter writer) {
        out.clear();
        out.write(RESULT);
        value(out, value, writer);
        id(out, id);
    }

    /**
     * Writes a response with an error object.
     *
     * @param id the raw id of the request; null if it is not known
     * @param data the error's data; null for none
     */
    public static void error(OutputBuffer out, Slice id, int code, String message, Object data, ObjectWriter writer) {
        out.clear();
        out.write(ERROR);
        out.write(OutputBuffer.ascii(Integer.toString(code)));
        out.write(MESSAGE);
        value(out, message == null ? "" : message, writer);
        if (data != null) {
            out.write(DATA);
            value(out, data, writer);
        }
        out.write(END_OF_ERROR);
        id(out, id);
    }

    /** Writes "Internal error" without anything that might fail once more, such as a writer. */
    public static void internalError(OutputBuffer out, Slice id) {
        out.clear();
        out.write(INTERNAL_ERROR);
        id(out, id);
    }

    /**
     * Writes a notification.
     *
     * @throws IllegalArgumentException if the params are not written as an array or an object
     */
    public static void notification(OutputBuffer out, String method, Object params, ObjectWriter writer) {
        out.clear();
        out.write(METHOD);
        value(out, method, writer);
        if (params != null) {
            out.write(PARAMS);
            int begin = out.length();
            value(out, params, writer);
            byte first = out.at(begin);
            if (first != '{' && first != '[') {
                throw new IllegalArgumentException(
                        "the parameters of " + method + " are neither an array nor an object");
            }
        }
        out.write('}');
    }

    private static void value(OutputBuffer out, Object value, ObjectWriter writer) {
        if (value == null) {
            out.write(NULL);
        } else if (value instanceof RawJsonText raw) {
            raw.writeTo(out);
        } else {
            int begin = out.length();
            writer.writeValue(out, value);
            if (out.length() == begin) {
                throw new IllegalStateException(
                        "the serializer of " + value.getClass().getName() + " has written nothing; write a JSON value");
            }
            out.putOnOneLine(begin);
        }
    }

    private static void id(OutputBuffer out, Slice id) {
        out.write(ID);
        if (id == null) {
            out.write(NULL);
        } else {
            out.write(id.bytes(), id.from(), id.length());
        }
        out.write('}');
    }
}
