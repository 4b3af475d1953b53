package dev.patchbay.handler.json.framing;

import java.nio.ByteBuffer;

/**
 * Finds the messages of one connection. Used by one thread at a time, the connection's event loop.
 *
 * <p>{@link #next} moves the input's position past the message that it has found, and reads nothing beyond it. A
 * message over the limit is discarded as it arrives. The decoder's only state is the framing and how much is still to
 * be discarded.
 */
public final class FrameDecoder {

    private static final String NO_STATE = "";

    /** The selected framing; null before the first byte. */
    private Framing framing;

    private final LineFrameDecoder lines = new LineFrameDecoder();
    private final HeaderFrameDecoder headers = new HeaderFrameDecoder();

    /** The index in the input at which the message begins. */
    int from;

    /** The length of the message in bytes. */
    int length;

    /** Why the last message was rejected, or why the framing is lost. */
    String problem;

    /** Returns the framing of the connection; lines before the first byte has arrived. */
    public Framing framing() {
        return framing == null ? Framing.LINES : framing;
    }

    /** Returns the index in the input at which the message begins. */
    public int from() {
        return from;
    }

    /** Returns the length of the message in bytes. */
    public int length() {
        return length;
    }

    /** Returns what is wrong, as one sentence for the client. */
    public String problem() {
        return problem;
    }

    /**
     * Looks for the next message.
     *
     * @param in the input; its position is moved past the message and past everything that was discarded
     * @param limit the greatest length of a message in bytes, without its framing
     */
    public FrameStatus next(ByteBuffer in, int limit) {
        if (!in.hasRemaining()) {
            return FrameStatus.INCOMPLETE;
        }
        if (framing == null) {
            byte first = in.get(in.position());
            framing = first == 'C' || first == 'c' ? Framing.HEADERS : Framing.LINES;
        }
        return framing == Framing.LINES ? lines.next(in, limit, this) : headers.next(in, limit, this);
    }

    /** Returns the state that the connection's next handler needs to continue. */
    public String state() {
        if (framing == null) {
            return NO_STATE;
        }
        return framing == Framing.LINES ? "lines " + (lines.discarding() ? 1 : 0) : "headers " + headers.toDiscard();
    }

    /** Continues from the {@link #state} of the previous handler. Ignores null and any text of another form. */
    public void resume(String state) {
        int space = state == null ? -1 : state.indexOf(' ');
        if (space < 0) {
            return;
        }
        String name = state.substring(0, space);
        long rest = number(state.substring(space + 1));
        if (name.equals("lines") && rest >= 0) {
            framing = Framing.LINES;
            lines.discard(rest != 0);
        } else if (name.equals("headers") && rest >= 0) {
            framing = Framing.HEADERS;
            headers.discard(rest);
        }
    }

    /** Returns the number that the text writes, or -1 if it writes none. */
    private static long number(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /**
     * Says that nothing follows the input, so that its last line is a message even though no line feed ends it. The
     * content part after a header part is never complete early, because its length is known.
     */
    public void endOfInput() {
        lines.endOfInput();
    }

    /** Returns how many bytes of header parts were looked at. */
    long examined() {
        return headers.examined();
    }

    FrameStatus message(int start, int bytes) {
        from = start;
        length = bytes;
        return FrameStatus.MESSAGE;
    }

    FrameStatus rejected(String why) {
        problem = why;
        return FrameStatus.REJECTED;
    }

    FrameStatus unrecoverable(String why) {
        problem = why;
        return FrameStatus.UNRECOVERABLE;
    }

    static String tooLong(long bytes, int limit) {
        return "a message of at least " + bytes + " bytes is over the limit of " + limit;
    }
}
