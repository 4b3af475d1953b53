package dev.patchbay.web.route;

import dev.patchbay.web.control.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a line of the control server holds, as JSON text. The server writes its messages in one form, so the text of a value is a
 * part of the line, and need not be read and written again. A message in any other form is.
 */
final class ControlText {

    private static final byte[] EVENT = ascii("{\"jsonrpc\":\"2.0\",\"method\":\"patchbay.event\",\"params\":");
    private static final byte[] EVENT_END = ascii("}");
    private static final byte[] RESULT = ascii("{\"jsonrpc\":\"2.0\",\"result\":");

    /** In an event this can only be its type: inside a text the quotes would be escaped. */
    private static final byte[] OF_CONNECTION = ascii("\"type\":\"connection");

    private ControlText() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns the event that a line is; null if it is none. */
    static byte[] event(byte[] line) {
        if (isBetween(line, EVENT, EVENT_END)) {
            return Arrays.copyOfRange(line, EVENT.length, line.length - EVENT_END.length);
        }
        if (isBetween(line, RESULT, EVENT_END)) {
            return null;
        }
        return Json.parse(line)
                .filter(message -> message.path("method").asString("").equals("patchbay.event"))
                .map(message -> Json.bytes(message.path("params")))
                .orElse(null);
    }

    /** Returns whether an event is one of a connection. */
    static boolean isOfConnection(byte[] event) {
        for (int i = 0; i + OF_CONNECTION.length <= event.length; i++) {
            if (Arrays.equals(event, i, i + OF_CONNECTION.length, OF_CONNECTION, 0, OF_CONNECTION.length)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether a line is the answer to a call, be it a result or an error. */
    static boolean isAnswer(byte[] line, int id) {
        return isBetween(line, RESULT, end(id)) || answer(line, id).isPresent();
    }

    /** Returns the result in the answer to a call; null if it is an error. */
    static byte[] result(byte[] line, int id) {
        byte[] end = end(id);
        if (isBetween(line, RESULT, end)) {
            return Arrays.copyOfRange(line, RESULT.length, line.length - end.length);
        }
        return answer(line, id)
                .filter(message -> message.has("result"))
                .map(message -> Json.bytes(message.path("result")))
                .orElse(null);
    }

    private static Optional<JsonNode> answer(byte[] line, int id) {
        return Json.parse(line).filter(message -> message.path("id").asInt(0) == id && !message.has("method"));
    }

    private static byte[] end(int id) {
        return ascii(",\"id\":" + id + "}");
    }

    private static boolean isBetween(byte[] line, byte[] begin, byte[] end) {
        return line.length >= begin.length + end.length
                && Arrays.equals(line, 0, begin.length, begin, 0, begin.length)
                && Arrays.equals(line, line.length - end.length, line.length, end, 0, end.length);
    }
}
