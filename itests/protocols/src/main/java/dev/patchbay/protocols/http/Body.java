package dev.patchbay.protocols.http;

import dev.patchbay.api.FrameTooLongException;
import dev.patchbay.api.Frames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Takes the body of a request off the input, in parts and without its chunk headers. How far it is consists of two numbers,
 * which another handler can go on with.
 */
final class Body {

    private static final int PART_MAX = 64 * 1024;
    private static final int CHUNK_HEADER_MAX = 256;
    private static final int TRAILER_MAX = 8192;

    /** States of a chunked body, in place of how many bytes are left of a chunk. */
    private static final long FIRST_CHUNK = -1;

    private static final long NEXT_CHUNK = -2;
    private static final long TRAILER = -3;

    /** The state of a body that was taken to its end. */
    private static final long WHOLE = -4;

    /** How many bytes are left, or a state; how many more bytes are allowed, or -1 if the body is not chunked. */
    private final long[] progress;

    private Body(long[] progress) {
        this.progress = progress;
    }

    /** Begins the body of a request, which has at most {@code max} bytes. */
    static Body of(Request request, long max) {
        long length = request.bodyLength();
        if (length > max) {
            throw new HttpError("413 Content Too Large");
        }
        boolean chunked = length == Request.CHUNKED;
        return new Body(new long[] {chunked ? FIRST_CHUNK : length == 0 ? WHOLE : length, chunked ? max : -1});
    }

    /** Goes on with a body. */
    static Body of(Object progress) {
        return new Body((long[]) progress);
    }

    Object progress() {
        return progress;
    }

    boolean isWhole() {
        return progress[0] == WHOLE;
    }

    /** Takes the next part, which may be empty; returns null if more input is needed. */
    ByteBuffer take(ByteBuffer in) {
        if (progress[0] > 0) {
            return in.hasRemaining() ? data(in) : null;
        }
        try {
            boolean taken = progress[0] == TRAILER ? trailer(in) : chunkHeader(in);
            return taken ? ByteBuffer.allocate(0) : null;
        } catch (FrameTooLongException tooLong) {
            throw Request.malformed();
        }
    }

    private ByteBuffer data(ByteBuffer in) {
        int length = (int) Math.min(Math.min(in.remaining(), PART_MAX), progress[0]);
        ByteBuffer part = Frames.ofLength(in, length, PART_MAX);
        progress[0] -= length;
        if (progress[0] == 0) {
            progress[0] = progress[1] < 0 ? WHOLE : NEXT_CHUNK;
        }
        return part;
    }

    /** Takes the line with the size of a chunk, and the end of the chunk before. */
    private boolean chunkHeader(ByteBuffer in) {
        ByteBuffer rest = in.duplicate();
        if (progress[0] == NEXT_CHUNK) {
            String end = line(rest, 0);
            if (end == null) {
                return false;
            }
        }
        String line = line(rest, CHUNK_HEADER_MAX);
        if (line == null) {
            return false;
        }
        long size = size(line);
        if (size > progress[1]) {
            throw new HttpError("413 Content Too Large");
        }
        progress[1] -= size;
        progress[0] = size == 0 ? TRAILER : size;
        in.position(rest.position());
        return true;
    }

    private static long size(String line) {
        int digits = 0;
        while (digits < line.length() && Character.digit(line.charAt(digits), 16) >= 0) {
            digits++;
        }
        // What follows is an extension, which nobody uses.
        boolean end = digits == line.length() || line.substring(digits).strip().startsWith(";");
        if (!end || digits == 0 || digits > 15) {
            throw Request.malformed();
        }
        return Long.parseLong(line, 0, digits, 16);
    }

    private boolean trailer(ByteBuffer in) {
        int start = in.position();
        ByteBuffer block = Frames.headerBlock(in, TRAILER_MAX);
        if (block == null) {
            return false;
        }
        Request.fields(block(block, in.position() - start), 0);
        progress[0] = WHOLE;
        return true;
    }

    /** Returns the text of a block whose blank line has to be a CR LF. */
    static String block(ByteBuffer block, int taken) {
        if (taken != block.remaining() + 2) {
            throw Request.malformed();
        }
        return StandardCharsets.ISO_8859_1.decode(block).toString();
    }

    /** Takes a line that has to end with CR LF and to have no other control characters. */
    private static String line(ByteBuffer in, int limit) {
        int start = in.position();
        ByteBuffer line = Frames.line(in, limit);
        if (line == null) {
            return null;
        }
        String text = block(line, in.position() - start);
        if (text.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7f)) {
            throw Request.malformed();
        }
        return text;
    }
}
