package dev.patchbay.handler.json.message;

import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.handler.json.config.Settings;
import dev.patchbay.handler.json.jackson.Jackson;
import dev.patchbay.handler.json.logging.Printable;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads requests from messages within the limits of some settings. Immutable, and safe for any thread.
 *
 * <p>The whole text is checked before any request is served, so no method is called for a message that is malformed at
 * its last byte. Ids and params stay raw.
 */
public final class RequestReader {

    private final JsonFactory factory;
    private final Settings settings;

    public RequestReader(Settings settings) {
        this.factory = Jackson.newStrictFactory(settings);
        this.settings = settings;
    }

    /**
     * Reads a message.
     *
     * @param bytes the message, followed by a line feed
     * @return a single request, or the elements of a batch, which may be empty
     * @throws ParseErrorException if the message is not acceptable JSON
     */
    public Message read(byte[] bytes, int length, Workspace workspace) throws ParseErrorException {
        int fault = TextValidator.firstInvalidByte(bytes, 0, length);
        if (fault >= 0) {
            throw ParseErrorException.at("invalid UTF-8, a byte order mark or an unpaired surrogate", bytes, fault);
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
            throw explain(e, parser, bytes, length);
        }
    }

    /** Reads one element of a batch, which is known to be JSON. */
    public Request read(Slice element, Workspace workspace) {
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

    /** A single request, or the elements of a batch; the other component is null. */
    public record Message(Request single, List<Slice> batch) {}

    /** Says why a text is not accepted, and where. */
    private ParseErrorException explain(JacksonException cause, MessageParser parser, byte[] bytes, int length) {
        if (cause instanceof MessageParser.Fault fault) {
            return ParseErrorException.at(cause.getOriginalMessage(), bytes, Math.min(fault.index, length));
        }
        String why = reason(cause, String.valueOf(cause.getOriginalMessage()));
        if (cause.getLocation() == null) {
            return new ParseErrorException(why);
        }
        int index = Math.max(0, parser.index(cause.getLocation()));
        return ParseErrorException.at(why, bytes, Math.min(index, length));
    }

    private String reason(JacksonException cause, String text) {
        if (cause instanceof StreamConstraintsException && text.contains("nesting depth")) {
            return "nested deeper than " + settings.depthMax();
        }
        if (cause instanceof StreamConstraintsException && text.contains("Number")) {
            return "a number longer than " + settings.numberMax() + " characters";
        }
        return Printable.name(text);
    }
}
