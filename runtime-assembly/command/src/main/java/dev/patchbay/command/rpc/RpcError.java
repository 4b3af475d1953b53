package dev.patchbay.command.rpc;

/** The answer to a call that could not be done. The message comes from the other side. */
public final class RpcError extends Exception {

    /** The code for a method that does not exist. */
    public static final long METHOD_NOT_FOUND = -32601;

    private static final long serialVersionUID = 1L;

    private final long code;

    RpcError(long code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** Returns the code of JSON-RPC. */
    public long code() {
        return code;
    }
}
