package dev.patchbay.handler.json.framing;

import java.nio.ByteBuffer;

/**
 * Decodes messages that have a header part and a content part (Language Server Protocol 3.17, base protocol). A
 * malformed header part is unrecoverable, because nothing else says where the next message begins.
 */
final class HeaderFrameDecoder {

    /** The limit for a header part. */
    static final int HEADERS_MAX_BYTES = 4096;

    private final HeaderPart header = new HeaderPart();

    /** How many bytes of a rejected content part have not arrived yet. */
    private long toDiscard;

    /** Returns how many bytes of header parts were looked at. */
    long examined() {
        return header.examined();
    }

    long toDiscard() {
        return toDiscard;
    }

    void discard(long bytes) {
        toDiscard = bytes;
    }

    FrameStatus next(ByteBuffer in, int limit, FrameDecoder frame) {
        if (toDiscard > 0 && !discardArrived(in)) {
            return FrameStatus.INCOMPLETE;
        }
        String problem = header.read(in, HEADERS_MAX_BYTES);
        if (problem != null) {
            return frame.unrecoverable(problem);
        }
        if (!header.isComplete()) {
            return FrameStatus.INCOMPLETE;
        }
        return body(in, limit, frame);
    }

    private FrameStatus body(ByteBuffer in, int limit, FrameDecoder frame) {
        long length = header.contentLength();
        int begin = in.position() + header.length();
        if (length > limit || !header.isUtf8()) {
            header.clear();
            in.position(begin);
            toDiscard = length;
            discardArrived(in);
            return frame.rejected(
                    length > limit
                            ? FrameDecoder.tooLong(length, limit)
                            : "the charset in Content-Type is not supported; use utf-8");
        }
        if (in.limit() - begin < length) {
            return FrameStatus.INCOMPLETE;
        }
        header.clear();
        in.position(begin + (int) length);
        return frame.message(begin, (int) length);
    }

    /** Discards what has arrived of a rejected content part; returns whether more input follows it. */
    private boolean discardArrived(ByteBuffer in) {
        int now = (int) Math.min(toDiscard, in.remaining());
        in.position(in.position() + now);
        toDiscard -= now;
        return toDiscard == 0 && in.hasRemaining();
    }
}
