package dev.patchbay.web;

import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.stream.StreamConnection;
import dev.patchbay.api.stream.StreamHandler;
import dev.patchbay.web.control.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The control methods, with the results that a test sets. */
@HandlerProperties(name = "control", execution = HandlerExecution.EVENT_LOOP)
final class FakeControl extends StreamHandler {

    /** What came, line by line. */
    final BlockingQueue<JsonNode> requests = new LinkedBlockingQueue<>();

    /** Those that get events. */
    final List<StreamConnection> subscribers = new CopyOnWriteArrayList<>();

    /** How many connections there have been. */
    final List<StreamConnection> connections = new CopyOnWriteArrayList<>();

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    /** What a method does. */
    interface Answer {
        /** Returns the members of the answer: a result or an error; null for none. */
        String of(JsonNode params) throws Exception;
    }

    FakeControl() {
        result("patchbay.status", "{\"ready\":true}");
        result("patchbay.subscribe", "null");
    }

    /** Sets the result of a method. */
    FakeControl result(String method, String json) {
        return answers(method, params -> "\"result\":" + json);
    }

    /** Sets what a method does. */
    FakeControl answers(String method, Answer answer) {
        answers.put(method, answer);
        return this;
    }

    /** Sends an event to all that have subscribed. */
    void event(String params) throws IOException {
        for (StreamConnection subscriber : subscribers) {
            write(subscriber, "{\"jsonrpc\":\"2.0\",\"method\":\"patchbay.event\",\"params\":" + params + "}");
        }
    }

    @Override
    protected void serve(StreamConnection conn) throws Exception {
        connections.add(conn);
        BufferedReader lines = new BufferedReader(new InputStreamReader(conn.lineInput(), StandardCharsets.UTF_8));
        try {
            conn.boundary();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                answer(conn, Json.parse(line.getBytes(StandardCharsets.UTF_8)).orElseThrow());
                conn.boundary();
            }
        } finally {
            subscribers.remove(conn);
        }
    }

    private void answer(StreamConnection conn, JsonNode request) throws Exception {
        requests.add(request);
        if (!request.isArray()) {
            String answer = answer(request);
            if (answer != null) {
                write(conn, answer);
            }
        } else {
            StringBuilder batch = new StringBuilder();
            for (JsonNode call : request) {
                if (call.has("id")) {
                    batch.append(batch.isEmpty() ? "[" : ",").append(answer(call));
                }
            }
            write(conn, batch + "]");
        }
        if (request.path("method").asString("").equals("patchbay.subscribe")) {
            subscribers.add(conn);
        }
    }

    private String answer(JsonNode call) throws Exception {
        Answer answer = answers.get(call.path("method").asString(""));
        String members = answer == null
                ? "\"error\":{\"code\":-32601,\"message\":\"method not found\"}"
                : answer.of(call.path("params"));
        if (members == null) {
            return null;
        }
        ObjectNode message = Json.message();
        message.set("id", call.get("id"));
        String head = new String(Json.bytes(message), StandardCharsets.UTF_8);
        return head.substring(0, head.length() - 1) + "," + members + "}";
    }

    private static void write(StreamConnection conn, String line) throws IOException {
        conn.output().write((line + "\n").getBytes(StandardCharsets.UTF_8));
        conn.output().flush();
    }
}
