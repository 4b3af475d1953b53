package dev.patchbay.bench.exchange;

import java.nio.charset.StandardCharsets;

/** Calls of a JSON-RPC method, one JSON text per line. */
public final class JsonRpcExchange implements Exchange {

    private static final byte[] HEAD = "{\"jsonrpc\":\"2.0\",\"id\":".getBytes(StandardCharsets.UTF_8);

    private final String description;
    private final byte[] tail;

    /**
     * Creates the exchange.
     *
     * @param method     the name of the method, for the report
     * @param methodJson the same as a JSON string
     * @param paramsJson the parameters as JSON on one line; null if there are none
     */
    public JsonRpcExchange(String method, String methodJson, String paramsJson) {
        description = "JSON-RPC method " + method;
        String params = paramsJson == null ? "" : ",\"params\":" + paramsJson;
        tail = (",\"method\":" + methodJson + params + "}\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public Conversation converse(int depth) {
        return new JsonRpcConversation(HEAD, tail, depth);
    }
}
