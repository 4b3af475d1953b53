package dev.patchbay.handler.json.rpc;

import dev.patchbay.api.ConnectionEndedException;
import dev.patchbay.handler.json.method.Function;
import dev.patchbay.handler.json.method.InvalidParamsException;
import dev.patchbay.handler.json.wire.Messages;
import dev.patchbay.handler.json.wire.Output;
import dev.patchbay.handler.json.wire.Slice;
import dev.patchbay.jsonrpc.JsonRpcException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.ObjectWriter;

/** What errors look like to clients (JSON-RPC 2.0, section 5.1). */
final class Errors {

    private static final Logger LOG = LoggerFactory.getLogger(Errors.class);

    private final ObjectWriter writer;

    Errors(ObjectWriter writer) {
        this.writer = writer;
    }

    ObjectWriter writer() {
        return writer;
    }

    void parse(Output out, String why) {
        Messages.error(out, null, JsonRpcException.PARSE_ERROR, "Parse error", why, writer);
    }

    void invalidRequest(Output out, Slice id, String why) {
        Messages.error(out, id, JsonRpcException.INVALID_REQUEST, "Invalid Request", why, writer);
    }

    void methodNotFound(Output out, Slice id) {
        Messages.error(out, id, JsonRpcException.METHOD_NOT_FOUND, "Method not found", null, writer);
    }

    /** Writes what a method has thrown. What the method has not meant for clients goes to the log instead. */
    void thrown(Output out, Slice id, Function function, Throwable thrown) {
        Throwable cause = unwrap(thrown);
        if (cause instanceof InvalidParamsException) {
            Messages.error(out, id, JsonRpcException.INVALID_PARAMS, "Invalid params", cause.getMessage(), writer);
            return;
        }
        if (cause instanceof JsonRpcException error) {
            try {
                Messages.error(
                        out,
                        id,
                        error.code(),
                        error.getMessage(),
                        error.data(),
                        function.service().writer());
                return;
            } catch (RuntimeException e) {
                error.addSuppressed(e);
            }
        }
        log(function, cause);
        Messages.error(out, id, JsonRpcException.INTERNAL_ERROR, "Internal error", null, writer);
    }

    /** Logs what a method has thrown although nobody waits for its answer. */
    static void log(Function function, Throwable thrown) {
        Throwable cause = unwrap(thrown);
        if (cause instanceof InvalidParamsException
                || cause instanceof JsonRpcException
                || cause instanceof ConnectionEndedException) {
            LOG.debug("method {} failed: {}", function.name(), cause.getMessage());
        } else {
            LOG.error("method {} failed", function.name(), cause);
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
