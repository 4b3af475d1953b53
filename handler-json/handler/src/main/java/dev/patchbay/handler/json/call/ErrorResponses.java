package dev.patchbay.handler.json.call;

import dev.patchbay.api.ConnectionEndedException;
import dev.patchbay.handler.json.buffer.OutputBuffer;
import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.handler.json.logging.LoggedThrowable;
import dev.patchbay.handler.json.logging.Printable;
import dev.patchbay.handler.json.message.MessageWriter;
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

    /** Creates the responses, with a writer for the handler's own error data. */
    public ErrorResponses(ObjectWriter writer) {
        this.writer = writer;
    }

    /** Returns the writer for the handler's own values. */
    public ObjectWriter writer() {
        return writer;
    }

    /** Writes "Parse error"; {@code why} is its data, or null. */
    public void parseError(OutputBuffer out, String why) {
        MessageWriter.error(out, null, JsonRpcException.PARSE_ERROR, "Parse error", why, writer);
    }

    /** Writes "Invalid Request"; {@code why} is its data, or null. */
    public void invalidRequest(OutputBuffer out, Slice id, String why) {
        MessageWriter.error(out, id, JsonRpcException.INVALID_REQUEST, "Invalid Request", why, writer);
    }

    /** Writes "Method not found" for a name that no method has. */
    public void methodNotFound(OutputBuffer out, Slice id, String name) {
        String why = "there is no method \"" + Printable.name(name) + "\"; rpc.discover lists those that there are";
        MessageWriter.error(out, id, JsonRpcException.METHOD_NOT_FOUND, "Method not found", why, writer);
    }

    /** Writes the error for a request in a batch whose other responses are too long already. */
    public void batchTooLong(OutputBuffer out, Slice id) {
        String why = "the responses to the batch are over the limit of answers.max; send fewer requests in a batch";
        MessageWriter.error(out, id, RESPONSE_TOO_LONG, "Response too long", why, writer);
    }

    /** Writes the result of a method, or an error if it cannot be written. Never throws. */
    public void result(OutputBuffer out, Slice id, RpcMethod method, Object result, ResponseSink sink) {
        try {
            MessageWriter.result(out, id, result, method.service().writer());
            if (!sink.accepts(out.length())) {
                batchTooLong(out, id);
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
                return;
            }
            if (cause instanceof JsonRpcException error) {
                ofMethod(out, id, method, error);
                return;
            }
        } catch (Throwable t) {
            log(method, t);
        }
        logError(method, thrown);
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

    private static Throwable unwrap(Throwable thrown) {
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
