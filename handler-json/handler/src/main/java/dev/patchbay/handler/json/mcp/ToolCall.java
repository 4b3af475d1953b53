package dev.patchbay.handler.json.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.patchbay.api.ConnContext;
import dev.patchbay.handler.json.buffer.OutputBuffer;
import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.handler.json.call.ErrorResponses;
import dev.patchbay.handler.json.discover.ToolSchemas;
import dev.patchbay.handler.json.jackson.RawJsonText;
import dev.patchbay.handler.json.method.InvalidParamsException;
import dev.patchbay.handler.json.method.InvocationContext;
import dev.patchbay.jsonrpc.JsonRpcClient;
import dev.patchbay.jsonrpc.JsonRpcException;
import dev.patchbay.jsonrpc.mcp.McpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import tools.jackson.databind.ObjectWriter;

/**
 * One call of a tool, within the call of {@code tools/call}. A call on the service of the tool has begun; this class ends
 * it once the result is written. What the method throws is an error of the tool, which models get to see.
 */
final class ToolCall implements InvocationContext {

    private final Tool tool;
    private final Revision revision;
    private final InvocationContext caller;
    private final ClientRequest request;
    private final UnaryOperator<Map<String, Object>> completion;
    private final AtomicBoolean completed = new AtomicBoolean();

    /**
     * Creates a call.
     *
     * @param completion adds to a result what all results have
     */
    ToolCall(
            Tool tool,
            Revision revision,
            InvocationContext caller,
            ClientRequest request,
            UnaryOperator<Map<String, Object>> completion) {
        this.tool = tool;
        this.revision = revision;
        this.caller = caller;
        this.request = request;
        this.completion = completion;
    }

    /**
     * Calls the tool.
     *
     * @param arguments an object; null for none
     * @return the result, or a stage of it
     */
    Object run(Slice arguments) {
        Object returned = null;
        Throwable thrown = null;
        try {
            returned = tool.method().call(arguments, this);
        } catch (Throwable t) {
            thrown = t;
        }
        return returned instanceof CompletionStage<?> stage ? await(stage) : finish(returned, thrown);
    }

    private Object await(CompletionStage<?> stage) {
        CompletableFuture<Object> answer = new CompletableFuture<>() {
            @Override
            public boolean cancel(boolean mayInterrupt) {
                stage.toCompletableFuture().cancel(mayInterrupt);
                return super.cancel(mayInterrupt);
            }
        };
        try {
            stage.whenComplete((returned, thrown) -> complete(answer, returned, thrown));
        } catch (Throwable t) {
            complete(answer, null, t);
        }
        return answer;
    }

    /** Called by whoever completes the stage, with any arguments and any number of times. Only the first one counts. */
    private void complete(CompletableFuture<Object> answer, Object returned, Throwable thrown) {
        if (!completed.compareAndSet(false, true)) {
            return;
        }
        try {
            answer.complete(finish(returned, thrown));
        } catch (Throwable t) {
            answer.completeExceptionally(t);
        }
    }

    /** Ends the call on the service, whatever the result does when it is written. */
    private Map<String, Object> finish(Object returned, Throwable thrown) {
        try {
            return completion.apply(thrown == null ? result(returned) : failed(thrown));
        } catch (JsonRpcException e) {
            throw e;
        } catch (Throwable t) {
            return completion.apply(failed(t));
        } finally {
            request.end();
            tool.method().service().endCall();
        }
    }

    private Map<String, Object> result(Object returned) {
        ToolSchemas schemas = tool.schemas();
        Map<String, Object> result = new LinkedHashMap<>();
        if (tool.method().longest().isVoid()) {
            result.put("content", List.of());
            return result;
        }
        byte[] json = json(returned);
        RawJsonText raw = RawJsonText.copyOf(json, 0, json.length);
        result.put("content", List.of(text(json[0] == '"' ? Params.string(json) : new String(json, UTF_8))));
        if (schemas.isWrapped()) {
            result.put("structuredContent", Map.of(ToolSchemas.RESULT, raw));
        } else if (json[0] == '{') {
            result.put("structuredContent", raw);
        } else if (schemas.output() != null) {
            throw new IllegalStateException("the tool has returned " + raw + ", but its type is that of an object");
        }
        return result;
    }

    private byte[] json(Object value) {
        // Ends a result that never ends, as the writer's own arrays do not.
        OutputBuffer out = new OutputBuffer();
        tool.method().service().writer().writeValue(out, value);
        if (out.length() == 0) {
            throw new IllegalStateException(
                    "the serializer of " + value.getClass().getName() + " has written nothing; write a JSON value");
        }
        return out.copy();
    }

    private Map<String, Object> failed(Throwable thrown) {
        Throwable cause = ErrorResponses.unwrap(thrown);
        List<Object> content = new ArrayList<>();
        int code = JsonRpcException.INTERNAL_ERROR;
        if (cause instanceof InvalidParamsException) {
            code = JsonRpcException.INVALID_PARAMS;
            content.add(text("the arguments do not fit: " + cause.getMessage()));
        } else if (cause instanceof JsonRpcException error) {
            code = error.code();
            content.add(text(String.valueOf(error.getMessage())));
            if (error.data() != null) {
                content.add(text(new String(json(error.data()), UTF_8)));
            }
        } else {
            content.add(text("Internal error: the tool has failed, and its log says why"));
        }
        tool.method().calls().failed(code);
        if (!caller.isCancelled()) {
            ErrorResponses.log(tool.method(), cause);
        }
        if (cause instanceof InvalidParamsException && !revision.tellsModelOfArguments()) {
            throw new JsonRpcException(code, cause.getMessage());
        }
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("content", content);
        result.put("isError", true);
        return result;
    }

    private static Map<String, Object> text(String text) {
        Map<String, Object> content = new LinkedHashMap<>();
        content.put("type", "text");
        content.put("text", text);
        return content;
    }

    @Override
    public ConnContext connection() {
        return caller.connection();
    }

    @Override
    public JsonRpcClient client(ObjectWriter writer) {
        return caller.client(writer);
    }

    @Override
    public McpRequest request(ObjectWriter writer) {
        return request;
    }

    @Override
    public boolean isCancelled() {
        return caller.isCancelled();
    }
}
