package dev.patchbay.handler.json.message;

import dev.patchbay.handler.json.buffer.Slice;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Parses one message after the other with the same Jackson parser, and rejects duplicate member names. Creating a
 * parser for each message cost about as much as parsing a small one. Jackson's parser for non-blocking input continues
 * after the end of a text, so each message is fed to it as one piece.
 *
 * <p>Call {@link #begin}, then {@link #next} until the text is complete, then {@link #end}. Errors are thrown as
 * Jackson's exceptions, and the parser cannot be used after one. Used by one thread at a time.
 */
final class MessageParser {

    /**
     * After this many bytes the parser is replaced, because it keeps the names and the longest string that it has read.
     */
    private static final int REUSE_MAX_BYTES = 64 * 1024;

    private final JsonFactory factory;
    private final JsonParser parser;
    private final ByteArrayFeeder feeder;
    private final MemberNames names = new MemberNames();

    private byte[] bytes;

    /**
     * The difference between the parser's byte count, which goes on from message to message, and an index in the array.
     */
    private long base;

    private long fed;

    /** The index after the name of the member whose value was moved to last. */
    private int nameEnd;

    /** Whether the last text was parsed to its end without an error. */
    private boolean atEnd = true;

    /** A fault that this class has found, with the index of it in the array. */
    static final class Fault extends StreamReadException {

        private static final long serialVersionUID = 1L;

        final int index;

        private Fault(JsonParser parser, String message, int index) {
            super(parser, message);
            this.index = Math.max(0, index);
        }
    }

    MessageParser(JsonFactory factory) {
        this.factory = factory;
        this.parser = factory.createNonBlockingByteArrayParser(ObjectReadContext.empty());
        this.feeder = (ByteArrayFeeder) parser.nonBlockingInputFeeder();
    }

    /** Returns whether the parser can be used for another message with the limits of the factory. */
    boolean canReuse(JsonFactory rules) {
        return factory == rules && !isExhausted();
    }

    boolean isExhausted() {
        return !atEnd || fed >= REUSE_MAX_BYTES;
    }

    void close() {
        parser.close();
    }

    /**
     * Begins a text. A text that is neither an object nor an array must be followed by white space, which ends a
     * number.
     */
    void begin(byte[] array, int from, int to) {
        atEnd = false;
        bytes = array;
        base = fed - from;
        fed += to - from;
        feeder.feedInput(array, from, to);
    }

    /** Moves to the next token. */
    JsonToken next() {
        JsonToken token = parser.nextToken();
        switch (token) {
            case START_OBJECT -> names.begin();
            case END_OBJECT -> names.end();
            case PROPERTY_NAME -> check(parser.currentName());
            case NOT_AVAILABLE -> throw new Fault(parser, "the text ends too early", position());
            default -> {}
        }
        return token;
    }

    private void check(String name) {
        if (!names.add(name)) {
            throw new Fault(parser, "a member name occurs twice", nameBegin());
        }
    }

    /** Jackson reports the position after the quote, though only in this kind of parser; both cases are handled. */
    private int nameBegin() {
        int index = index(parser.currentTokenLocation());
        return bytes[index - 1] == '"' ? index - 1 : index;
    }

    /** Checks that nothing but white space follows. */
    void end() {
        if (parser.nextToken() != JsonToken.NOT_AVAILABLE) {
            throw new Fault(parser, "the text goes on after its end", position() - 1);
        }
        atEnd = true;
    }

    /** Returns the current token. */
    JsonToken token() {
        return parser.currentToken();
    }

    /** Returns the name of the current member. */
    String name() {
        return parser.currentName();
    }

    /** Returns the current string. */
    String string() {
        return parser.getString();
    }

    /** Returns whether the current string is equal to the given one, without allocating. */
    boolean isAt(String string) {
        if (parser.getStringLength() != string.length()) {
            return false;
        }
        char[] text = parser.getStringCharacters();
        int from = parser.getStringOffset();
        for (int i = 0; i < string.length(); i++) {
            if (text[from + i] != string.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Moves from a member's name to its value, so that {@link #slice} can return a scalar value. */
    JsonToken toValue() {
        nameEnd = position();
        return next();
    }

    /** Moves to the end of the current array or object; does nothing at a scalar. */
    void skip() {
        int depth = parser.currentToken().isStructStart() ? 1 : 0;
        while (depth > 0) {
            JsonToken token = next();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
    }

    /**
     * Returns the bytes of the current array or object, or of the scalar reached by {@link #toValue}, and moves to its
     * end.
     */
    Slice slice() {
        int from = parser.currentToken().isStructStart() ? position() - 1 : valueAfterName();
        skip();
        return new Slice(bytes, from, position());
    }

    private int valueAfterName() {
        int i = nameEnd;
        while (bytes[i] == ':' || bytes[i] <= ' ') {
            i++;
        }
        return i;
    }

    /** Returns the index after the token that was read last. */
    private int position() {
        return index(parser.currentLocation());
    }

    /** Converts a location to an index in the array. */
    int index(TokenStreamLocation location) {
        return (int) (location.getByteOffset() - base);
    }
}
