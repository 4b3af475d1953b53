package dev.patchbay.web.route;

import dev.patchbay.control.caller.Line;
import dev.patchbay.web.control.ControlConnection;
import dev.patchbay.web.control.ControlLink;
import dev.patchbay.web.control.ControlUnavailable;
import dev.patchbay.web.control.Json;
import dev.patchbay.web.http.Refusal;
import dev.patchbay.web.http.Request;
import dev.patchbay.web.http.Response;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /metrics}: what the control method {@code patchbay.metrics} returns, in the format that the client prefers. */
final class Metrics {

    private static final int METHOD_NOT_FOUND = -32601;

    private Metrics() {}

    static void answer(Request request, Response response, ControlLink control) throws Refusal, IOException {
        boolean open = request.preference("application/openmetrics-text") > request.preference("text/plain");
        JsonNode answer = ask(control, open ? "openmetrics" : "prometheus");
        JsonNode error = answer.path("error");
        if (error.path("code").asInt(0) == METHOD_NOT_FOUND) {
            throw new Refusal(404, "There are no metrics: the bundle that counts, dev.patchbay.metrics, is not here.");
        }
        JsonNode text = answer.path("result").path("text");
        JsonNode type = answer.path("result").path("contentType");
        if (!text.isString() || !type.isString()) {
            throw new Refusal(
                    503,
                    "There are no metrics now: "
                            + Line.of(error.path("message").asString("the control server has sent no text")));
        }
        response.bytes(200, Line.of(type.asString()), text.asString().getBytes(StandardCharsets.UTF_8));
    }

    private static JsonNode ask(ControlLink control, String format) throws Refusal {
        ObjectNode call = Json.call(1, "patchbay.metrics");
        call.putObject("params").put("format", format);
        try {
            ControlConnection connection = control.connection();
            connection.send(call);
            return Json.parse(connection.answer()).orElse(call);
        } catch (ControlUnavailable e) {
            control.drop();
            throw new Refusal(503, "There are no metrics now: " + e.getMessage());
        }
    }
}
