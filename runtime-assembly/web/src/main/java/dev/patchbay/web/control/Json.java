package dev.patchbay.web.control;

import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** JSON as trees. All methods may be called from any thread. */
public final class Json {

    /** Numbers keep all their digits, and nothing may follow a text. */
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private Json() {}

    /** Returns the tree of a text; empty if it is no JSON text. */
    public static Optional<JsonNode> parse(byte[] text) {
        try {
            JsonNode tree = MAPPER.readTree(text);
            return tree == null || tree.isMissingNode() ? Optional.empty() : Optional.of(tree);
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Returns the text of a tree, on one line. */
    public static byte[] bytes(JsonNode tree) {
        return MAPPER.writeValueAsBytes(tree);
    }

    /** Returns a new object of JSON-RPC 2.0. */
    public static ObjectNode message() {
        return MAPPER.createObjectNode().put("jsonrpc", "2.0");
    }

    /** Returns a call with an id. */
    public static ObjectNode call(int id, String method) {
        return message().put("id", id).put("method", method);
    }

    /** Returns an error, for a request whose id is given; null for one that has none. */
    public static ObjectNode error(JsonNode id, int code, String text) {
        ObjectNode error = message();
        error.set("id", id == null ? MAPPER.nullNode() : id);
        error.putObject("error").put("code", code).put("message", text);
        return error;
    }
}
