package dev.patchbay.web.route;

import dev.patchbay.web.control.ControlConnection;
import dev.patchbay.web.control.ControlLink;
import dev.patchbay.web.control.ControlUnavailable;
import dev.patchbay.web.control.Json;
import dev.patchbay.web.http.Link;
import dev.patchbay.web.http.Refusal;
import dev.patchbay.web.http.Request;
import dev.patchbay.web.http.Response;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code POST /rpc}: one JSON-RPC message, which is passed on to the control server. */
final class Calls {

    private static final String JSON = "application/json";

    private static final int PARSE_ERROR = -32700;
    private static final int INVALID_REQUEST = -32600;
    private static final int UNAVAILABLE = -32000;

    /** How long the begin of a drain is waited for that ends this very connection. */
    private static final int DRAIN_BEGINS_MILLIS = 5_000;

    private static final int LOOK_MILLIS = 5;

    private final Link link;
    private final ControlLink control;

    Calls(Link link, ControlLink control) {
        this.link = link;
        this.control = control;
    }

    void answer(Request request, Response response) throws Refusal, IOException {
        String type = request.header("Content-Type").orElse("");
        if (!type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(JSON)) {
            throw new Refusal(415, "The body has to be JSON, with Content-Type: " + JSON + ".");
        }
        Optional<JsonNode> body = Json.parse(request.body());
        if (body.isEmpty()) {
            fail(response, 400, null, PARSE_ERROR, "the body is not one JSON text");
            return;
        }
        Message message = new Message(body.get());
        boolean drainsItself = message.drains(link.server());
        if (drainsItself && message.isBatch()) {
            String why = "the server " + link.server() + " carries this batch, and cannot be drained by a part of it";
            fail(response, 400, null, INVALID_REQUEST, why);
            return;
        }
        OperationLog.write(message, link.peer());
        passOn(message, drainsItself, response);
    }

    private void passOn(Message message, boolean drainsItself, Response response) throws IOException {
        try {
            ControlConnection connection = control.connection();
            connection.send(message.numbered());
            if (drainsItself && drainBegins(connection)) {
                control.drop();
                answer(response, message, Json.bytes(drainGoesOn(message)));
            } else {
                answer(response, message, connection.answer());
            }
        } catch (ControlUnavailable e) {
            control.drop();
            fail(response, 503, message.id(), UNAVAILABLE, e.getMessage());
        }
    }

    private static void answer(Response response, Message message, byte[] answer) throws IOException {
        if (message.wantsAnswer()) {
            response.bytes(200, JSON, answer);
        } else {
            response.bytes(204, null, new byte[0]);
        }
    }

    private static void fail(Response response, int status, JsonNode id, int code, String why) throws IOException {
        response.bytes(status, JSON, Json.bytes(Json.error(id, code, why)));
    }

    /** Returns whether the server of the client drains: then the answer to that call would wait for itself. */
    private boolean drainBegins(ControlConnection connection) throws IOException {
        long end = System.nanoTime() + DRAIN_BEGINS_MILLIS * 1_000_000L;
        try {
            while (!link.isDraining()) {
                if (connection.isReadable() || System.nanoTime() - end > 0) {
                    return false;
                }
                Thread.sleep(LOOK_MILLIS);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the connection ends");
        }
    }

    private static ObjectNode drainGoesOn(Message message) {
        ObjectNode answer = Json.message();
        answer.set("id", message.id());
        answer.putObject("result")
                .put("stopped", false)
                .put("finished", 0)
                .put("forced", 0)
                .put("tookMillis", 0);
        return answer;
    }
}
