package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.wire.Json;
import dev.patchbay.handler.json.wire.Slice;
import dev.patchbay.handler.json.wire.TextCheck;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Makes requests out of messages. The whole text is checked before anything is made of it: nothing is called for a
 * message that turns out not to be JSON at its last byte. Ids and parameters stay as they came.
 */
final class RequestReader {

    private final JsonFactory factory;
    private final Settings settings;

    RequestReader(Settings settings) {
        this.factory = Json.strictFactory(settings);
        this.settings = settings;
    }

    /**
     * Reads a message.
     *
     * @return a single request, or the requests of a batch: maybe none
     * @throws ParseFault if it is not JSON
     */
    Message read(byte[] bytes, int to) throws ParseFault {
        int fault = TextCheck.fault(bytes, 0, to);
        if (fault >= 0) {
            throw new ParseFault("neither UTF-8 without a byte order mark nor paired surrogates at byte " + fault);
        }
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), bytes, 0, to)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new ParseFault(null);
            }
            Message message = first == JsonToken.START_ARRAY
                    ? new Message(null, elements(parser, bytes))
                    : new Message(request(parser, bytes), null);
            if (parser.nextToken() != null) {
                throw new ParseFault(null);
            }
            return message;
        } catch (JacksonException e) {
            throw new ParseFault(explain(e));
        }
    }

    /** Reads one request of a batch that was found to be JSON. */
    Request read(Slice element) {
        try (JsonParser parser =
                factory.createParser(ObjectReadContext.empty(), element.bytes(), element.from(), element.length())) {
            parser.nextToken();
            return request(parser, element.bytes(), element.from());
        }
    }

    /** What a message holds: one request, or the elements of a batch. */
    record Message(Request single, List<Slice> batch) {}

    private static List<Slice> elements(JsonParser parser, byte[] bytes) {
        List<Slice> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser, bytes, 0));
        }
        return elements;
    }

    private static Request request(JsonParser parser, byte[] bytes) {
        return request(parser, bytes, 0);
    }

    private static Request request(JsonParser parser, byte[] bytes, int offset) {
        Request request = new Request();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            request.refuse("a request is an object");
            parser.skipChildren();
            return request;
        }
        boolean versioned = false;
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = parser.currentName();
            JsonToken token = parser.nextToken();
            switch (member) {
                case "jsonrpc" -> versioned = token == JsonToken.VALUE_STRING && isVersion(parser);
                case "method" -> method(request, token, parser);
                case "id" -> id(request, token, parser, bytes, offset);
                case "params" -> params(request, token, parser, bytes, offset);
                case "result", "error" -> request.answer = true;
                default -> {}
            }
            parser.skipChildren();
        }
        conclude(request, versioned);
        return request;
    }

    private static boolean isVersion(JsonParser parser) {
        int from = parser.getStringOffset();
        char[] text = parser.getStringCharacters();
        return parser.getStringLength() == 3 && text[from] == '2' && text[from + 1] == '.' && text[from + 2] == '0';
    }

    private static void method(Request request, JsonToken token, JsonParser parser) {
        if (token == JsonToken.VALUE_STRING) {
            request.method = parser.getString();
        } else {
            request.refuse("method is not a string");
        }
    }

    private static void id(Request request, JsonToken token, JsonParser parser, byte[] bytes, int offset) {
        if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NULL || token.isNumeric()) {
            request.id = value(parser, bytes, offset);
        } else {
            request.refuse("id is neither a string nor a number nor null");
        }
    }

    private static void params(Request request, JsonToken token, JsonParser parser, byte[] bytes, int offset) {
        if (token.isStructStart()) {
            request.params = value(parser, bytes, offset);
        } else {
            request.refuse("params is neither an array nor an object");
        }
    }

    private static void conclude(Request request, boolean versioned) {
        request.answer &= request.method == null;
        if (!versioned) {
            request.refuse("jsonrpc is not \"2.0\"");
        }
        if (request.method == null) {
            request.refuse("there is no method");
        }
    }

    /** Returns where the value is that the parser is at, and moves the parser to its end. */
    private static Slice value(JsonParser parser, byte[] bytes, int offset) {
        int from = offset + start(parser);
        parser.skipChildren();
        parser.finishToken();
        return new Slice(bytes, from, offset + (int) parser.currentLocation().getByteOffset());
    }

    private static int start(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    /** Says what Patchbay does not take although the grammar has it; null for what is not JSON at all. */
    private String explain(JacksonException cause) {
        String text = String.valueOf(cause.getOriginalMessage());
        String place = cause.getLocation() == null
                ? ""
                : " at byte " + Math.max(0, cause.getLocation().getByteOffset());
        if (text.startsWith("Duplicate ")) {
            return "a member comes twice" + place;
        }
        if (!(cause instanceof StreamConstraintsException)) {
            return null;
        }
        return text.contains("nesting depth")
                ? "nested deeper than " + settings.depthMax() + place
                : "a number longer than " + settings.numberMax() + " characters" + place;
    }
}
