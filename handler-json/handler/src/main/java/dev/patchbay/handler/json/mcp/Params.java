package dev.patchbay.handler.json.mcp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.logging.Printable;
import dev.patchbay.jsonrpc.JsonRpcException;
import dev.patchbay.jsonrpc.JsonText;
import java.util.Map;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * An object of a request, such as its params. Members that are not asked for are ignored, because later revisions add
 * some. Immutable.
 */
final class Params {

    private static final JsonMapper MAPPER = Jackson.newMapper();
    private static final ObjectReader MEMBERS = MAPPER.readerForMapOf(JsonText.class);

    private final String path;
    private final Map<String, JsonText> members;

    private Params(String path, Map<String, JsonText> members) {
        this.path = path;
        this.members = members;
    }

    /** Wraps the params of a request; null for none. */
    static Params of(Map<String, JsonText> members) {
        return new Params("params", members == null ? Map.of() : members);
    }

    /** Reads a string out of JSON. */
    static String string(byte[] json) {
        return MAPPER.readValue(json, String.class);
    }

    /** Returns a member that has to be a string. */
    String text(String name) {
        String value = textOrNull(name);
        if (value == null) {
            throw invalid(name, "is missing; send a string");
        }
        return value;
    }

    /** Returns a member that has to be a string if it is there; null if it is not. */
    String textOrNull(String name) {
        byte[] json = json(name);
        if (json == null) {
            return null;
        }
        if (json[0] != '"') {
            throw invalid(
                    name,
                    "is " + Printable.name(new String(json, 0, Math.min(json.length, 40), UTF_8)) + "; send a string");
        }
        return string(json);
    }

    /** Returns a member that has to be an object if it is there; an empty one if it is not. */
    Params object(String name) {
        byte[] json = json(name);
        if (json == null) {
            return new Params(path + "." + name, Map.of());
        }
        if (json[0] != '{') {
            throw invalid(name, "is no object; send one in braces");
        }
        try (JsonParser parser = Jackson.newParser(MAPPER, new Slice(json, 0, json.length))) {
            return new Params(path + "." + name, MEMBERS.readValue(parser));
        }
    }

    /** Returns whether there is such a member. */
    boolean has(String name) {
        return members.containsKey(name);
    }

    /** Returns a member as it was sent; null if there is none, or if it is null. */
    byte[] json(String name) {
        JsonText member = members.get(name);
        byte[] json = member == null ? null : member.utf8();
        return json == null || json[0] == 'n' ? null : json;
    }

    /** Returns whether a member is true. */
    boolean isTrue(String name) {
        byte[] json = json(name);
        return json != null && json[0] == 't';
    }

    /** Says what is wrong with a member. */
    JsonRpcException invalid(String name, String what) {
        return new JsonRpcException(JsonRpcException.INVALID_PARAMS, path + "." + name + " " + what);
    }
}
