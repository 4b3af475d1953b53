package dev.patchbay.handler.json.message;

import dev.patchbay.handler.json.buffer.Slice;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonToken;

/**
 * Reads request objects from a parser. Invalid JSON is thrown as Jackson's exceptions; a valid text that is not a
 * request becomes a {@link Request} with a problem.
 */
final class RequestParser {

    /** The element of a batch that is not an object. */
    static final Slice NO_OBJECT = new Slice(new byte[0], 0, 0);

    private static final String VERSION = "2.0";

    private final MessageParser parser;

    RequestParser(MessageParser parser) {
        this.parser = parser;
    }

    /** Returns the invalid request for a value that is not an object. */
    static Request noObject() {
        Request request = new Request();
        request.refuse("a request is an object");
        return request;
    }

    /** Reads the elements of the current array. */
    List<Slice> elements() {
        List<Slice> elements = new ArrayList<>();
        for (JsonToken token = parser.next(); token != JsonToken.END_ARRAY; token = parser.next()) {
            if (token == JsonToken.START_OBJECT) {
                elements.add(parser.slice());
            } else {
                parser.skip();
                elements.add(NO_OBJECT);
            }
        }
        return elements;
    }

    /** Reads the current value, whatever its type. */
    Request request() {
        if (parser.token() != JsonToken.START_OBJECT) {
            parser.skip();
            return noObject();
        }
        Request request = new Request();
        boolean versioned = false;
        while (parser.next() != JsonToken.END_OBJECT) {
            switch (parser.name()) {
                case "jsonrpc" -> versioned = parser.next() == JsonToken.VALUE_STRING && parser.isAt(VERSION);
                case "method" -> method(request, parser.next());
                case "id" -> id(request, parser.toValue());
                case "params" -> params(request, parser.next());
                case "result", "error" -> {
                    parser.next();
                    request.response = true;
                }
                default -> parser.next();
            }
            parser.skip();
        }
        conclude(request, versioned);
        return request;
    }

    private void method(Request request, JsonToken token) {
        if (token == JsonToken.VALUE_STRING) {
            request.method = parser.string();
        } else {
            request.refuse("method is not a string");
        }
    }

    private void id(Request request, JsonToken token) {
        if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NULL || token.isNumeric()) {
            request.id = parser.slice();
        } else {
            request.refuse("id is neither a string nor a number nor null");
        }
    }

    private void params(Request request, JsonToken token) {
        if (token.isStructStart()) {
            request.params = parser.slice();
        } else {
            request.refuse("params is neither an array nor an object");
        }
    }

    private static void conclude(Request request, boolean versioned) {
        request.response &= request.method == null;
        if (!versioned) {
            request.refuse("jsonrpc is not \"2.0\"");
        }
        if (request.method == null) {
            request.refuse("there is no method");
        }
    }
}
