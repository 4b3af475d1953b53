package dev.patchbay.jsonrpc;

/**
 * An error that is sent to the client unchanged, with its code, message and data (JSON-RPC 2.0, section 5.1). Throw it
 * from a method, or complete the method's stage with it. Declare a subclass for a code with a meaning of its own.
 *
 * <p>Any other exception of a method is sent as {@link #INTERNAL_ERROR} without details, and is logged.
 */
public class JsonRpcException extends RuntimeException {

    /** The text is not valid JSON. */
    public static final int PARSE_ERROR = -32700;

    /** The JSON is not a valid request object. */
    public static final int INVALID_REQUEST = -32600;

    /** The method does not exist. */
    public static final int METHOD_NOT_FOUND = -32601;

    /** The params do not fit the method. */
    public static final int INVALID_PARAMS = -32602;

    /** The method failed. */
    public static final int INTERNAL_ERROR = -32603;

    private static final long serialVersionUID = 1L;

    /** The error code. */
    private final int code;

    /** The error's data. It need not be serializable, because these exceptions are not serialized. */
    private final transient Object data;

    /**
     * Creates an error without data.
     *
     * @param code an error code; the specification reserves -32768 to -32000
     * @param message one sentence
     */
    public JsonRpcException(int code, String message) {
        this(code, message, null);
    }

    /**
     * Creates an error with data.
     *
     * @param code an error code; the specification reserves -32768 to -32000
     * @param message one sentence
     * @param data a value that can be written as JSON; null for none
     */
    public JsonRpcException(int code, String message, Object data) {
        super(message);
        this.code = code;
        this.data = data;
    }

    /** {@return the error code} */
    public int code() {
        return code;
    }

    /** {@return the error's data; null for none} A subclass may compute it. */
    public Object data() {
        return data;
    }
}
