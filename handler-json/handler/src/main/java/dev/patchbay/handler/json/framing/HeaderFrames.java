package dev.patchbay.handler.json.framing;

import java.nio.ByteBuffer;

/**
 * Messages behind headers: lines that end with CR LF, a blank line at the end, then as many bytes as {@code
 * Content-Length} says (Language Server Protocol 3.17, base protocol). Whatever is wrong in the headers leaves no way to
 * find the next message.
 */
final class HeaderFrames {

    /** No client has a reason for longer headers. */
    static final int HEADERS_MAX_BYTES = 4096;

    /** Of a message that is left out, how many bytes are still to come. */
    private long skip;

    long skip() {
        return skip;
    }

    void skip(long bytes) {
        skip = bytes;
    }

    Outcome next(ByteBuffer in, int limit, FrameReader frame) {
        if (skip > 0 && !leaveOut(in)) {
            return Outcome.INCOMPLETE;
        }
        HeaderBlock block = new HeaderBlock(in);
        String problem = block.read(HEADERS_MAX_BYTES);
        if (problem != null) {
            return frame.broken(problem);
        }
        if (!block.isWhole()) {
            return Outcome.INCOMPLETE;
        }
        return body(in, block, limit, frame);
    }

    private Outcome body(ByteBuffer in, HeaderBlock block, int limit, FrameReader frame) {
        long length = block.contentLength();
        if (length > limit || !block.isUtf8()) {
            in.position(block.end());
            skip = length;
            leaveOut(in);
            return frame.refused(
                    length > limit
                            ? FrameReader.tooLong(length, limit)
                            : "the only charset that is understood is utf-8");
        }
        if (in.limit() - block.end() < length) {
            return Outcome.INCOMPLETE;
        }
        in.position(block.end() + (int) length);
        return frame.message(block.end(), (int) length);
    }

    /** Leaves out what has arrived, and tells whether that is all. */
    private boolean leaveOut(ByteBuffer in) {
        int now = (int) Math.min(skip, in.remaining());
        in.position(in.position() + now);
        skip -= now;
        return skip == 0 && in.hasRemaining();
    }
}
