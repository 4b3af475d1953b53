package dev.patchbay.handler.json.mcp;

import dev.patchbay.handler.json.jackson.RawJsonText;
import dev.patchbay.handler.json.method.InvocationContext;
import dev.patchbay.jsonrpc.JsonRpcClient;
import dev.patchbay.jsonrpc.mcp.McpRequest;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The request of one call of a tool. */
final class ClientRequest implements McpRequest {

    private final InvocationContext caller;
    private final JsonRpcClient client;
    private final String tool;
    private final byte[] progressToken;
    private final Level least;
    private volatile boolean ended;

    /** Guarded by this. */
    private double told = Double.NEGATIVE_INFINITY;

    /**
     * Creates a request.
     *
     * @param progressToken the raw token by which the client knows its request; null if it wants no progress
     * @param least from which level on the client wants log messages; null for none
     */
    ClientRequest(InvocationContext caller, JsonRpcClient client, String tool, byte[] progressToken, Level least) {
        this.caller = caller;
        this.client = client;
        this.tool = tool;
        this.progressToken = progressToken;
        this.least = least;
    }

    /** Sends nothing from now on. */
    void end() {
        ended = true;
    }

    @Override
    public void progress(double progress, double total, String message) {
        if (progressToken == null || isOver() || !isFurther(progress)) {
            return;
        }
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("progressToken", RawJsonText.copyOf(progressToken, 0, progressToken.length));
        params.put("progress", progress);
        if (total > 0) {
            params.put("total", total);
        }
        if (message != null) {
            params.put("message", message);
        }
        client.notify("notifications/progress", params);
    }

    private synchronized boolean isFurther(double progress) {
        boolean further = progress > told && !Double.isInfinite(progress);
        if (further) {
            told = progress;
        }
        return further;
    }

    @Override
    public void log(Level level, Object data) {
        Objects.requireNonNull(level, "level");
        if (least == null || level.compareTo(least) < 0 || isOver()) {
            return;
        }
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("level", level.name().toLowerCase(Locale.ROOT));
        params.put("logger", tool);
        params.put("data", data);
        client.notify("notifications/message", params);
    }

    private boolean isOver() {
        return ended || caller.isCancelled();
    }
}
