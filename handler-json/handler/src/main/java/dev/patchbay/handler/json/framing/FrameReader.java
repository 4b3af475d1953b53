package dev.patchbay.handler.json.framing;

import java.nio.ByteBuffer;

/**
 * Finds the messages of one connection in its input. Used by one thread at a time.
 *
 * <p>{@link #next} moves the input's position behind what it has found, and never reads beyond it. A message over the
 * limit is left out as it arrives, so the only state is how much of it is still to come, besides the framing itself.
 */
public final class FrameReader {

    private static final String NOTHING = "";

    /** Null until the first byte has arrived. */
    private Framing framing;

    private final LineFrames lines = new LineFrames();
    private final HeaderFrames headers = new HeaderFrames();

    /** Where the message begins, in the input. */
    int from;

    /** How many bytes the message has. */
    int length;

    /** What is wrong, in a sentence. */
    String problem;

    /** Returns the framing: that of lines before anything has arrived. */
    public Framing framing() {
        return framing == null ? Framing.LINES : framing;
    }

    /** Returns where the message begins, in the input. */
    public int from() {
        return from;
    }

    /** Returns how many bytes the message has. */
    public int length() {
        return length;
    }

    /** Returns what is wrong, in a sentence. */
    public String problem() {
        return problem;
    }

    /**
     * Looks for the next message.
     *
     * @param in    the input; its position is moved behind the message, or what was left out
     * @param limit how many bytes a message may have, without its framing
     */
    public Outcome next(ByteBuffer in, int limit) {
        if (!in.hasRemaining()) {
            return Outcome.INCOMPLETE;
        }
        if (framing == null) {
            byte first = in.get(in.position());
            framing = first == 'C' || first == 'c' ? Framing.HEADERS : Framing.LINES;
        }
        return framing == Framing.LINES ? lines.next(in, limit, this) : headers.next(in, limit, this);
    }

    /** Returns what another handler needs to know to go on: the framing, and what is still to be left out. */
    public String state() {
        if (framing == null) {
            return NOTHING;
        }
        return framing == Framing.LINES ? "lines " + (lines.skips() ? 1 : 0) : "headers " + headers.skip();
    }

    /** Goes on where another handler has stopped; does nothing if the state is null, or nobody's. */
    public void resume(String state) {
        if (state == null || !state.matches("(lines|headers) \\d{1,18}")) {
            return;
        }
        long rest = Long.parseLong(state.substring(state.indexOf(' ') + 1));
        if (state.startsWith("lines")) {
            framing = Framing.LINES;
            lines.skip(rest != 0);
        } else {
            framing = Framing.HEADERS;
            headers.skip(rest);
        }
    }

    Outcome message(int start, int bytes) {
        from = start;
        length = bytes;
        return Outcome.MESSAGE;
    }

    Outcome refused(String why) {
        problem = why;
        return Outcome.REFUSED;
    }

    Outcome broken(String why) {
        problem = why;
        return Outcome.BROKEN;
    }

    static String tooLong(long bytes, int limit) {
        return "a message of at least " + bytes + " bytes is over the limit of " + limit;
    }
}
