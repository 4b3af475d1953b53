package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.wire.Json;
import dev.patchbay.handler.json.wire.Slice;
import dev.patchbay.handler.json.wire.TextCheck;
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
            RequestParser requests = new RequestParser(parser, bytes, 0);
            Message message = first == JsonToken.START_ARRAY
                    ? new Message(null, requests.elements())
                    : new Message(requests.request(), null);
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
            return new RequestParser(parser, element.bytes(), element.from()).request();
        }
    }

    /** What a message holds: one request, or the elements of a batch. */
    record Message(Request single, List<Slice> batch) {}

    /** Says what Patchbay does not take although the grammar has it; null for what is not JSON at all. */
    private String explain(JacksonException cause) {
        String text = String.valueOf(cause.getOriginalMessage());
        String place = cause.getLocation() == null
                ? ""
                : " at byte " + Math.max(0, cause.getLocation().getByteOffset());
        if (text.equals(RequestParser.TWICE)) {
            return text + place;
        }
        if (!(cause instanceof StreamConstraintsException)) {
            return null;
        }
        return text.contains("nesting depth")
                ? "nested deeper than " + settings.depthMax() + place
                : "a number longer than " + settings.numberMax() + " characters" + place;
    }
}
