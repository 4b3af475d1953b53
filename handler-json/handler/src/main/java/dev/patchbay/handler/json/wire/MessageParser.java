package dev.patchbay.handler.json.wire;

import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.async.ByteArrayFeeder;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one message after the other with the same parser, and sees to it that no member of any object comes twice. To make
 * a parser for each message cost about as much as to read a small one; Jackson's parser for input in pieces goes on after
 * the end of a text, so that each message is a piece.
 *
 * <p>{@link #begin}, then {@link #next} until the text is over, then {@link #end}. What is wrong is thrown as one of
 * Jackson's exceptions; the parser is of no use after that. Used by one thread at a time.
 */
public final class MessageParser {

    /** How the exception begins that tells of a member that comes twice; it goes on with the place. */
    public static final String TWICE = "a member comes twice";

    /** Bounds what the parser remembers of what it has read: names, and room for the longest string. */
    private static final int MOST_BYTES = 64 * 1024;

    private final JsonFactory factory;
    private final JsonParser parser;
    private final ByteArrayFeeder feeder;
    private final MemberNames names = new MemberNames();

    private byte[] bytes;

    /** What to add to an index in the array for the parser's count of bytes, which goes on from message to message. */
    private long base;

    private long fed;

    /** Where the name of the member has ended whose value was moved to last. */
    private int nameEnd;

    /** Whether the parser is at the end of a text that was found to be right. */
    private boolean between = true;

    MessageParser(JsonFactory factory) {
        this.factory = factory;
        this.parser = factory.createNonBlockingByteArrayParser(ObjectReadContext.empty());
        this.feeder = (ByteArrayFeeder) parser.nonBlockingInputFeeder();
    }

    /** Tells whether the parser can read another message, by the rules of that factory. */
    boolean canGoOn(JsonFactory rules) {
        return factory == rules && !isUsedUp();
    }

    boolean isUsedUp() {
        return !between || fed >= MOST_BYTES;
    }

    void close() {
        parser.close();
    }

    /**
     * Begins a text. White space has to follow it, without which a number has no end, unless it is an object or an array.
     */
    public void begin(byte[] array, int from, int to) {
        between = false;
        bytes = array;
        base = fed - from;
        fed += to - from;
        feeder.feedInput(array, from, to);
    }

    /** Moves to the next token. */
    public JsonToken next() {
        JsonToken token = parser.nextToken();
        switch (token) {
            case START_OBJECT -> names.begin();
            case END_OBJECT -> names.end();
            case PROPERTY_NAME -> check(parser.currentName());
            case NOT_AVAILABLE -> throw new StreamReadException(parser, "the text ends too early");
            default -> {}
        }
        return token;
    }

    private void check(String name) {
        if (!names.add(name)) {
            throw new StreamReadException(parser, TWICE + " at byte " + nameBegin());
        }
    }

    /** Jackson means the byte behind the quote; that is so in this parser only, and may change. */
    private int nameBegin() {
        int index = index(parser.currentTokenLocation());
        return bytes[index - 1] == '"' ? index - 1 : index;
    }

    /** Sees to it that nothing follows. */
    public void end() {
        if (parser.nextToken() != JsonToken.NOT_AVAILABLE) {
            throw new StreamReadException(parser, "the text goes on");
        }
        between = true;
    }

    /** Returns the token where the parser is. */
    public JsonToken token() {
        return parser.currentToken();
    }

    /** Returns the name of the member where the parser is. */
    public String name() {
        return parser.currentName();
    }

    /** Returns the string where the parser is. */
    public String string() {
        return parser.getString();
    }

    /** Tells whether the string where the parser is, is this one. */
    public boolean isAt(String string) {
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

    /** Moves from the name of a member to its value, as {@link #next}, for {@link #slice} to know where that begins. */
    public JsonToken toValue() {
        nameEnd = position();
        return next();
    }

    /** Moves to the end of the array or object that begins where the parser is; stays at anything else. */
    public void skip() {
        int depth = parser.currentToken().isStructStart() ? 1 : 0;
        while (depth > 0) {
            JsonToken token = next();
            depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        }
    }

    /** Returns where the array or object, or the value moved to, is that the parser is at, and moves to its end. */
    public Slice slice() {
        int from = parser.currentToken().isStructStart() ? position() - 1 : valueBehindName();
        skip();
        return new Slice(bytes, from, position());
    }

    private int valueBehindName() {
        int i = nameEnd;
        while (bytes[i] == ':' || bytes[i] <= ' ') {
            i++;
        }
        return i;
    }

    /** Returns where in the array the parser is: behind what it has read. */
    private int position() {
        return index(parser.currentLocation());
    }

    /** Returns where in the array a location is. */
    public int index(TokenStreamLocation location) {
        return (int) (location.getByteOffset() - base);
    }
}
