package dev.patchbay.handler.json.wire;

import java.nio.ByteBuffer;
import tools.jackson.core.json.JsonFactory;

/** What one message that comes in and one that goes out need: memory, and a parser. Used by one thread at a time. */
public final class Workspace {

    private static final int FIRST_SIZE = 4096;
    private static final int KEPT_SIZE = 128 * 1024;

    private final Output output = new Output();
    private byte[] input = new byte[FIRST_SIZE];
    private MessageParser parser;

    /** Returns the message that goes out. */
    public Output output() {
        return output;
    }

    /** Copies a part of a buffer to the beginning of an array, with a line feed behind it, and returns that. */
    public byte[] load(ByteBuffer from, int position, int length) {
        if (length >= input.length) {
            input = new byte[Math.max(length + 1, 2 * input.length)];
        }
        from.get(position, input, 0, length);
        input[length] = '\n';
        return input;
    }

    /** Returns what reads the next message by the rules of that factory. */
    public MessageParser parser(JsonFactory factory) {
        if (parser == null || !parser.canGoOn(factory)) {
            closeParser();
            parser = new MessageParser(factory);
        }
        return parser;
    }

    private void closeParser() {
        if (parser != null) {
            parser.close();
            parser = null;
        }
    }

    /** Gives back memory that is larger than usual. */
    void shrink() {
        output.clear();
        if (input.length > KEPT_SIZE) {
            input = new byte[FIRST_SIZE];
        }
        if (parser != null && parser.isUsedUp()) {
            closeParser();
        }
    }
}
