package dev.patchbay.handler.json.call;

import dev.patchbay.api.ConnectionEndedException;
import dev.patchbay.handler.json.buffer.OutputBuffer;
import dev.patchbay.handler.json.buffer.Slice;
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

    /** Writes "Method not found". */
    public void methodNotFound(OutputBuffer out, Slice id) {
        MessageWriter.error(out, id, JsonRpcException.METHOD_NOT_FOUND, "Method not found", null, writer);
    }

    /**
     * Writes the error for an exception of a method. An exception that is not meant for clients becomes "Internal
     * error", and is logged.
     */
    public void thrown(OutputBuffer out, Slice id, RpcMethod method, Throwable thrown) {
        Throwable cause = unwrap(thrown);
        if (cause instanceof InvalidParamsException) {
            MessageWriter.error(out, id, JsonRpcException.INVALID_PARAMS, "Invalid params", cause.getMessage(), writer);
            return;
        }
        if (cause instanceof JsonRpcException error) {
            try {
                MessageWriter.error(
                        out,
                        id,
                        error.code(),
                        error.getMessage(),
                        error.data(),
                        method.service().writer());
                return;
            } catch (RuntimeException e) {
                error.addSuppressed(e);
            }
        }
        log(method, cause);
        MessageWriter.error(out, id, JsonRpcException.INTERNAL_ERROR, "Internal error", null, writer);
    }

    /** Logs an exception of a method that has no response to carry it. */
    public static void log(RpcMethod method, Throwable thrown) {
        Throwable cause = unwrap(thrown);
        if (cause instanceof InvalidParamsException
                || cause instanceof JsonRpcException
                || cause instanceof ConnectionEndedException) {
            LOG.debug("method {} failed: {}", method.name(), cause.getMessage());
        } else {
            LOG.error("method {} failed", method.name(), cause);
        }
    }

    private static Throwable unwrap(Throwable thrown) {
        Throwable cause = thrown;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
