package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.wire.Json;
import dev.patchbay.handler.json.wire.MessageParser;
import dev.patchbay.handler.json.wire.Slice;
import dev.patchbay.handler.json.wire.TextCheck;
import dev.patchbay.handler.json.wire.Workspace;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
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
     * @param bytes the message, and a line feed behind it
     * @return a single request, or the requests of a batch: maybe none
     * @throws ParseFault if it is not JSON
     */
    Message read(byte[] bytes, int length, Workspace workspace) throws ParseFault {
        int fault = TextCheck.fault(bytes, 0, length);
        if (fault >= 0) {
            throw new ParseFault("neither UTF-8 without a byte order mark nor paired surrogates at byte " + fault);
        }
        MessageParser parser = workspace.parser(factory);
        try {
            parser.begin(bytes, 0, length + 1);
            RequestParser requests = new RequestParser(parser);
            Message message = parser.next() == JsonToken.START_ARRAY
                    ? new Message(null, requests.elements())
                    : new Message(requests.request(), null);
            parser.end();
            return message;
        } catch (JacksonException e) {
            throw new ParseFault(explain(e, parser));
        }
    }

    /** Reads one request of a batch that was found to be JSON. */
    Request read(Slice element, Workspace workspace) {
        if (element == RequestParser.NO_OBJECT) {
            return RequestParser.noObject();
        }
        MessageParser parser = workspace.parser(factory);
        parser.begin(element.bytes(), element.from(), element.to());
        parser.next();
        Request request = new RequestParser(parser).request();
        parser.end();
        return request;
    }

    /** What a message holds: one request, or the elements of a batch. */
    record Message(Request single, List<Slice> batch) {}

    /** Says what Patchbay does not take although the grammar has it; null for what is not JSON at all. */
    private String explain(JacksonException cause, MessageParser parser) {
        String text = String.valueOf(cause.getOriginalMessage());
        if (text.startsWith(MessageParser.TWICE)) {
            return text;
        }
        if (!(cause instanceof StreamConstraintsException)) {
            return null;
        }
        String place = cause.getLocation() == null ? "" : " at byte " + Math.max(0, parser.index(cause.getLocation()));
        return text.contains("nesting depth")
                ? "nested deeper than " + settings.depthMax() + place
                : "a number longer than " + settings.numberMax() + " characters" + place;
    }
}
