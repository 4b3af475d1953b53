package dev.patchbay.web.route;

import dev.patchbay.web.control.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A JSON-RPC message of a client: a call, a notification, a batch of them, or something that the control server refuses. */
final class Message {

    private static final String DRAIN = "patchbay.drain";

    private final JsonNode tree;
    private final List<ObjectNode> calls = new ArrayList<>();

    Message(JsonNode tree) {
        this.tree = tree;
        for (JsonNode part : tree.isArray() ? tree : List.of(tree)) {
            if (part instanceof ObjectNode call && call.path("method").isString()) {
                calls.add(call);
            }
        }
    }

    /** Returns the calls and notifications. */
    List<ObjectNode> calls() {
        return calls;
    }

    boolean isBatch() {
        return tree.isArray();
    }

    /** Returns whether an answer is to be expected: there is a call with an id, or something that is no call. */
    boolean wantsAnswer() {
        int parts = tree.isArray() ? tree.size() : 1;
        return parts == 0 || calls.size() < parts || calls.stream().anyMatch(call -> call.has("id"));
    }

    /** Returns the id of a single call; null if there is none. */
    JsonNode id() {
        return tree.isArray() ? null : tree.get("id");
    }

    /** Returns the message such that there is one answer to it: with ids, if it has none. */
    JsonNode numbered() {
        if (wantsAnswer()) {
            return tree;
        }
        JsonNode numbered = tree.deepCopy();
        new Message(numbered).calls.forEach(call -> call.put("id", 0));
        return numbered;
    }

    /** Returns whether a part of it drains a server. */
    boolean drains(String server) {
        return calls.stream()
                .filter(call -> call.path("method").asString().equals(DRAIN))
                .map(call -> call.path("params"))
                .map(params -> params.isArray() ? params.path(0) : params.path("server"))
                .anyMatch(name -> name.isString() && name.asString().equals(server));
    }

    /** Returns what is told of a call in the log: its method and its parameters. */
    static String text(ObjectNode call) {
        JsonNode params = call.path("params");
        String text = call.path("method").asString();
        return params.isEmpty() ? text : text + " " + new String(Json.bytes(params), StandardCharsets.UTF_8);
    }
}
