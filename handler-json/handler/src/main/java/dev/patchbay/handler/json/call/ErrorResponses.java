package dev.patchbay.handler.json.call;

import dev.patchbay.api.ConnectionEndedException;
import dev.patchbay.handler.json.buffer.OutputBuffer;
import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.handler.json.logging.LoggedThrowable;
import dev.patchbay.handler.json.logging.Printable;
import dev.patchbay.handler.json.message.MessageWriter;
import dev.patchbay.handler.json.method.CallCounter;
import dev.patchbay.handler.json.method.InvalidParamsException;
import dev.patchbay.handler.json.method.RpcMethod;
import dev.patchbay.jsonrpc.JsonRpcException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.ObjectWriter;

/**
 * Writes responses with error objects (JSON-RPC 2.0, section 5.1), and logs what clients must not see. Safe for any
 * thread.
 */
public final class ErrorResponses {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorResponses.class);

    /** The code of the first error that the specification leaves to servers (JSON-RPC 2.0, section 5.1). */
    private static final int RESPONSE_TOO_LONG = -32000;

    /** How many exceptions that only wrap another one are taken off. */
    private static final int WRAPPERS_MAX = 10;

    private final ObjectWriter writer;
    private final CallCounter other;
    private final String hint;

    /**
     * Creates the responses.
     *
     * @param writer writes the handler's own error data
     * @param other counts the requests that reach no method
     * @param hint what to do about a method that does not exist
     */
    public ErrorResponses(ObjectWriter writer, CallCounter other, String hint) {
        this.writer = writer;
        this.other = other;
        this.hint = hint;
    }

    /** Returns the writer for the handler's own values. */
    public ObjectWriter writer() {
        return writer;
    }

    /** Writes "Parse error"; {@code why} is its data, or null. */
    public void parseError(OutputBuffer out, String why) {
        other.rejected(JsonRpcException.PARSE_ERROR);
        MessageWriter.error(out, null, JsonRpcException.PARSE_ERROR, "Parse error", why, writer);
    }

    /** Writes "Invalid Request"; {@code why} is its data, or null. */
    public void invalidRequest(OutputBuffer out, Slice id, String why) {
        other.rejected(JsonRpcException.INVALID_REQUEST);
        MessageWriter.error(out, id, JsonRpcException.INVALID_REQUEST, "Invalid Request", why, writer);
    }

    /** Writes "Method not found" for a name that no method has. */
    public void methodNotFound(OutputBuffer out, Slice id, String name) {
        String why = "there is no method \"" + Printable.name(name) + "\"; " + hint;
        other.rejected(JsonRpcException.METHOD_NOT_FOUND);
        MessageWriter.error(out, id, JsonRpcException.METHOD_NOT_FOUND, "Method not found", why, writer);
    }

    /** Writes the error for a request in a batch whose other responses are too long already, so that no method is looked up. */
    public void batchTooLong(OutputBuffer out, Slice id) {
        other.rejected(RESPONSE_TOO_LONG);
        writeBatchTooLong(out, id);
    }

    /** Writes the error for a call in a batch whose responses are too long with this one, or already. */
    public void batchTooLong(OutputBuffer out, Slice id, RpcMethod method) {
        method.calls().failed(RESPONSE_TOO_LONG);
        writeBatchTooLong(out, id);
    }

    private void writeBatchTooLong(OutputBuffer out, Slice id) {
        String why = "the responses to the batch are over the limit of answers.max; send fewer requests in a batch";
        MessageWriter.error(out, id, RESPONSE_TOO_LONG, "Response too long", why, writer);
    }

    /** Writes the result of a method, or an error if it cannot be written. Never throws. */
    public void result(OutputBuffer out, Slice id, RpcMethod method, Object result, ResponseSink sink) {
        try {
            MessageWriter.result(out, id, result, method.service().writer());
            if (!sink.accepts(out.length())) {
                batchTooLong(out, id, method);
            }
        } catch (Throwable t) {
            thrown(out, id, method, t);
        }
    }

    /**
     * Writes the error for an exception of a method. An exception that is not meant for clients becomes "Internal
     * error", and is logged. Never throws, whatever the methods of the exception do.
     */
    public void thrown(OutputBuffer out, Slice id, RpcMethod method, Throwable thrown) {
        try {
            Throwable cause = unwrap(thrown);
            if (cause instanceof InvalidParamsException) {
                String why = cause.getMessage();
                MessageWriter.error(out, id, JsonRpcException.INVALID_PARAMS, "Invalid params", why, writer);
                method.calls().failed(JsonRpcException.INVALID_PARAMS);
                return;
            }
            if (cause instanceof JsonRpcException error) {
                ofMethod(out, id, method, error);
                method.calls().failed(error.code());
                return;
            }
        } catch (Throwable t) {
            log(method, t);
        }
        logError(method, thrown);
        method.calls().failed(JsonRpcException.INTERNAL_ERROR);
        MessageWriter.internalError(out, id);
    }

    private static void ofMethod(OutputBuffer out, Slice id, RpcMethod method, JsonRpcException error) {
        int code = error.code();
        MessageWriter.error(
                out,
                id,
                code,
                error.getMessage(),
                error.data(),
                method.service().writer());
        if (code == JsonRpcException.INTERNAL_ERROR) {
            logError(method, error);
        }
    }

    /** Counts and logs an exception of a method that was called by a notification. Never throws. */
    public static void unanswered(RpcMethod method, Throwable thrown) {
        try {
            Throwable cause = unwrap(thrown);
            method.calls()
                    .failed(
                            cause instanceof InvalidParamsException
                                    ? JsonRpcException.INVALID_PARAMS
                                    : cause instanceof JsonRpcException error
                                            ? error.code()
                                            : JsonRpcException.INTERNAL_ERROR);
        } catch (Throwable noMemory) {
            // It is logged all the same, as far as there is memory for that.
        }
        log(method, thrown);
    }

    /** Logs an exception of a method that has no response to carry it. Never throws. */
    public static void log(RpcMethod method, Throwable thrown) {
        try {
            Throwable cause = unwrap(thrown);
            if (cause instanceof InvalidParamsException
                    || cause instanceof JsonRpcException
                    || cause instanceof ConnectionEndedException) {
                LOG.debug("method {} failed: {}", Printable.name(method.name()), LoggedThrowable.describe(cause));
                return;
            }
        } catch (Throwable t) {
            // Logged as what was thrown, below.
        }
        logError(method, thrown);
    }

    private static void logError(RpcMethod method, Throwable thrown) {
        try {
            LOG.error("method {} failed", Printable.name(method.name()), LoggedThrowable.of(unwrap(thrown)));
        } catch (Throwable t) {
            // Memory is short, or the log is broken. The client is answered all the same.
        }
    }

    /** Returns what exceptions that only wrap another one are about, whatever their methods do. */
    public static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown;
        for (int i = 0; i < WRAPPERS_MAX; i++) {
            Throwable next = cause instanceof CompletionException || cause instanceof ExecutionException
                    ? LoggedThrowable.causeOf(cause)
                    : null;
            if (next == null) {
                return cause;
            }
            cause = next;
        }
        return cause;
    }
}
