package dev.patchbay.handler.json.framing;

import java.nio.ByteBuffer;

/**
 * Decodes messages that have a header part and a content part (Language Server Protocol 3.17, base protocol). A
 * malformed header part is unrecoverable, because nothing else says where the next message begins.
 */
final class HeaderFrameDecoder {

    /** The limit for a header part. */
    static final int HEADERS_MAX_BYTES = 4096;

    /** How many bytes of a rejected content part have not arrived yet. */
    private long skip;

    long skip() {
        return skip;
    }

    void skip(long bytes) {
        skip = bytes;
    }

    FrameStatus next(ByteBuffer in, int limit, FrameDecoder frame) {
        if (skip > 0 && !leaveOut(in)) {
            return FrameStatus.INCOMPLETE;
        }
        HeaderPart block = new HeaderPart(in);
        String problem = block.read(HEADERS_MAX_BYTES);
        if (problem != null) {
            return frame.unrecoverable(problem);
        }
        if (!block.isComplete()) {
            return FrameStatus.INCOMPLETE;
        }
        return body(in, block, limit, frame);
    }

    private FrameStatus body(ByteBuffer in, HeaderPart block, int limit, FrameDecoder frame) {
        long length = block.contentLength();
        if (length > limit || !block.isUtf8()) {
            in.position(block.end());
            skip = length;
            leaveOut(in);
            return frame.rejected(
                    length > limit
                            ? FrameDecoder.tooLong(length, limit)
                            : "the charset in Content-Type is not supported; use utf-8");
        }
        if (in.limit() - block.end() < length) {
            return FrameStatus.INCOMPLETE;
        }
        in.position(block.end() + (int) length);
        return frame.message(block.end(), (int) length);
    }

    /** Discards what has arrived of a rejected content part; returns whether more input follows it. */
    private boolean leaveOut(ByteBuffer in) {
        int now = (int) Math.min(skip, in.remaining());
        in.position(in.position() + now);
        skip -= now;
        return skip == 0 && in.hasRemaining();
    }
}
