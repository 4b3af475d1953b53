package dev.patchbay.handler.json.message;

import dev.patchbay.handler.json.buffer.OutputBuffer;
import java.nio.ByteBuffer;
import tools.jackson.core.json.JsonFactory;

/**
 * The buffers and the parser for one incoming and one outgoing message. Used by one thread at a time, between {@link
 * WorkspacePool#acquire} and {@link WorkspacePool#release}.
 */
public final class Workspace {

    private static final int FIRST_SIZE = 4096;
    private static final int KEPT_SIZE = 128 * 1024;

    private final OutputBuffer output = new OutputBuffer();
    private byte[] input = new byte[FIRST_SIZE];
    private MessageParser parser;

    /** Returns the buffer of the outgoing message. */
    public OutputBuffer output() {
        return output;
    }

    /** Copies a message out of a buffer, appends a line feed, and returns the array. The message begins at index 0. */
    public byte[] load(ByteBuffer from, int position, int length) {
        if (length >= input.length) {
            input = new byte[Math.max(length + 1, 2 * input.length)];
        }
        from.get(position, input, 0, length);
        input[length] = '\n';
        return input;
    }

    /** Returns a parser that checks the next message against the limits of the factory. */
    MessageParser parser(JsonFactory factory) {
        if (parser == null || !parser.canReuse(factory)) {
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

    /** Frees arrays that are larger than usual, and a parser that cannot be reused. */
    void shrink() {
        output.clear();
        if (input.length > KEPT_SIZE) {
            input = new byte[FIRST_SIZE];
        }
        if (parser != null && parser.isExhausted()) {
            closeParser();
        }
    }
}
