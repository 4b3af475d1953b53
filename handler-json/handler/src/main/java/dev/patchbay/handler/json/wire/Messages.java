package dev.patchbay.handler.json.wire;

import tools.jackson.databind.ObjectWriter;

/** Writes answers and notifications. Members come in the order of the specification's examples. */
public final class Messages {

    private static final byte[] RESULT = Output.ascii("{\"jsonrpc\":\"2.0\",\"result\":");
    private static final byte[] ERROR = Output.ascii("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":");
    private static final byte[] MESSAGE = Output.ascii(",\"message\":");
    private static final byte[] DATA = Output.ascii(",\"data\":");
    private static final byte[] END_OF_ERROR = Output.ascii("}");
    private static final byte[] ID = Output.ascii(",\"id\":");
    private static final byte[] METHOD = Output.ascii("{\"jsonrpc\":\"2.0\",\"method\":");
    private static final byte[] PARAMS = Output.ascii(",\"params\":");
    private static final byte[] NULL = Output.ascii("null");

    private Messages() {}

    /**
     * Writes a result.
     *
     * @param id     where the raw id is
     * @param writer writes the value
     */
    public static void result(Output out, Slice id, Object value, ObjectWriter writer) {
        out.clear();
        out.write(RESULT);
        value(out, value, writer);
        id(out, id);
    }

    /**
     * Writes an error.
     *
     * @param id   where the raw id is; null if it could not be found out
     * @param data what the error carries besides; null for nothing
     */
    public static void error(Output out, Slice id, int code, String message, Object data, ObjectWriter writer) {
        out.clear();
        out.write(ERROR);
        out.write(Output.ascii(Integer.toString(code)));
        out.write(MESSAGE);
        value(out, message == null ? "" : message, writer);
        if (data != null) {
            out.write(DATA);
            value(out, data, writer);
        }
        out.write(END_OF_ERROR);
        id(out, id);
    }

    /**
     * Writes a notification.
     *
     * @throws IllegalArgumentException if the parameters are written as anything but an array or an object
     */
    public static void notification(Output out, String method, Object params, ObjectWriter writer) {
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

    private static void value(Output out, Object value, ObjectWriter writer) {
        if (value == null) {
            out.write(NULL);
        } else if (value instanceof RawJson raw) {
            raw.writeTo(out);
        } else {
            writer.writeValue(out, value);
        }
    }

    private static void id(Output out, Slice id) {
        out.write(ID);
        if (id == null) {
            out.write(NULL);
        } else {
            out.write(id.bytes(), id.from(), id.length());
        }
        out.write('}');
    }
}
