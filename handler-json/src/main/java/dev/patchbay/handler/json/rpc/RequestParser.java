package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.wire.Slice;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;

/**
 * Reads the requests of one text, and sees to it that no member of any object comes twice. What is wrong is thrown as one of
 * Jackson's exceptions.
 */
final class RequestParser {

    /** What the exception says about a member that comes twice. */
    static final String TWICE = "a member comes twice";

    private final JsonParser parser;
    private final MemberNames names = new MemberNames();

    /** The array that the parser reads, and where in that it has begun. */
    private final byte[] bytes;

    private final int offset;

    RequestParser(JsonParser parser, byte[] bytes, int offset) {
        this.parser = parser;
        this.bytes = bytes;
        this.offset = offset;
    }

    /** Reads the elements of the array that the parser is at. */
    List<Slice> elements() {
        List<Slice> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value());
        }
        return elements;
    }

    /** Reads the value that the parser is at, whatever it is. */
    Request request() {
        Request request = new Request();
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            request.refuse("a request is an object");
            skip();
            return request;
        }
        boolean versioned = false;
        names.begin();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String member = name();
            JsonToken token = parser.nextToken();
            switch (member) {
                case "jsonrpc" -> versioned = token == JsonToken.VALUE_STRING && isVersion();
                case "method" -> method(request, token);
                case "id" -> id(request, token);
                case "params" -> params(request, token);
                case "result", "error" -> request.answer = true;
                default -> {}
            }
            skip();
        }
        conclude(request, versioned);
        return request;
    }

    private String name() {
        String name = parser.currentName();
        if (!names.add(name)) {
            throw new StreamReadException(parser, TWICE, parser.currentTokenLocation());
        }
        return name;
    }

    private boolean isVersion() {
        int from = parser.getStringOffset();
        char[] text = parser.getStringCharacters();
        return parser.getStringLength() == 3 && text[from] == '2' && text[from + 1] == '.' && text[from + 2] == '0';
    }

    private void method(Request request, JsonToken token) {
        if (token == JsonToken.VALUE_STRING) {
            request.method = parser.getString();
        } else {
            request.refuse("method is not a string");
        }
    }

    private void id(Request request, JsonToken token) {
        if (token == JsonToken.VALUE_STRING || token == JsonToken.VALUE_NULL || token.isNumeric()) {
            request.id = value();
        } else {
            request.refuse("id is neither a string nor a number nor null");
        }
    }

    private void params(Request request, JsonToken token) {
        if (token.isStructStart()) {
            request.params = value();
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
    private Slice value() {
        int from = offset + (int) parser.currentTokenLocation().getByteOffset();
        skip();
        parser.finishToken();
        return new Slice(bytes, from, offset + (int) parser.currentLocation().getByteOffset());
    }

    /** Moves the parser to the end of the array or object that begins where it is; stays at anything else. */
    private void skip() {
        int depth = 0;
        JsonToken token = parser.currentToken();
        if (!token.isStructStart()) {
            return;
        }
        do {
            switch (token) {
                case START_OBJECT -> {
                    names.begin();
                    depth++;
                }
                case START_ARRAY -> depth++;
                case PROPERTY_NAME -> name();
                case END_OBJECT -> {
                    names.end();
                    depth--;
                }
                case END_ARRAY -> depth--;
                default -> {}
            }
            if (depth > 0) {
                token = parser.nextToken();
            }
        } while (depth > 0);
    }
}
