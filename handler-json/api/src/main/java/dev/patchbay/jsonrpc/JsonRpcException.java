package dev.patchbay.jsonrpc;

/**
 * An error that the client is told as it is: code, message and data (JSON-RPC 2.0, section 5.1). Throw it out of a
 * method, or complete a method's stage with it; declare a subclass of your own where the code stands for something.
 * Whatever else a method throws reaches the client as {@link #INTERNAL_ERROR} without details, and is logged.
 */
public class JsonRpcException extends RuntimeException {

    /** The text is not JSON. */
    public static final int PARSE_ERROR = -32700;

    /** The JSON is not a request. */
    public static final int INVALID_REQUEST = -32600;

    /** There is no such method. */
    public static final int METHOD_NOT_FOUND = -32601;

    /** The parameters do not fit the method. */
    public static final int INVALID_PARAMS = -32602;

    /** The method failed. */
    public static final int INTERNAL_ERROR = -32603;

    private static final long serialVersionUID = 1L;

    /** The number that tells clients what happened. */
    private final int code;

    /** What the error carries besides; need not be serializable, as nobody serializes the exception in Java's way. */
    private final transient Object data;

    /**
     * Makes an error without data.
     *
     * @param code    a number; those from -32768 to -32000 have their meaning from the specification
     * @param message one sentence
     */
    public JsonRpcException(int code, String message) {
        this(code, message, null);
    }

    /**
     * Makes an error with data.
     *
     * @param code    a number; those from -32768 to -32000 have their meaning from the specification
     * @param message one sentence
     * @param data    anything that can be written as JSON; null for none
     */
    public JsonRpcException(int code, String message, Object data) {
        super(message);
        this.code = code;
        this.data = data;
    }

    /** Returns the number that tells clients what happened. */
    public int code() {
        return code;
    }

    /** Returns what the error carries besides; null for nothing. A subclass may compute it. */
    public Object data() {
        return data;
    }
}
