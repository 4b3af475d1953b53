package dev.patchbay.handler.json.framing;

import java.nio.ByteBuffer;

/** Decodes messages that end with a line feed. Blank lines are skipped. */
final class LineFrameDecoder {

    private static final long EVERY_BYTE = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7f * EVERY_BYTE;
    private static final long LINE_FEEDS = '\n' * EVERY_BYTE;

    /** How many bytes at the front are known to hold no line feed, so that they are not searched again. */
    private int scanned;

    /** Whether the rest of a rejected line is to be discarded. */
    private boolean discarding;

    /** Whether nothing follows the input. */
    private boolean ended;

    void endOfInput() {
        ended = true;
    }

    boolean discarding() {
        return discarding;
    }

    void discard(boolean rest) {
        discarding = rest;
    }

    FrameStatus next(ByteBuffer in, int limit, FrameDecoder frame) {
        while (in.hasRemaining()) {
            int start = in.position();
            int end = lineFeed(in, start + Math.min(scanned, in.remaining()));
            scanned = 0;
            boolean discard = discarding;
            discarding = (discarding || in.remaining() > limit) && end < 0;
            if (discard) {
                in.position(end < 0 ? in.limit() : end + 1);
                continue;
            }
            int length = (end < 0 ? in.limit() : end) - start;
            if (length > limit) {
                in.position(end < 0 ? in.limit() : end + 1);
                return frame.rejected(FrameDecoder.tooLong(length, limit));
            }
            if (end < 0 && !ended) {
                scanned = length;
                return FrameStatus.INCOMPLETE;
            }
            in.position(end < 0 ? in.limit() : end + 1);
            if (!isBlank(in, start, start + length)) {
                return frame.message(start, length);
            }
        }
        return FrameStatus.INCOMPLETE;
    }

    private static boolean isBlank(ByteBuffer in, int start, int end) {
        for (int i = start; i < end; i++) {
            byte next = in.get(i);
            if (next != ' ' && next != '\t' && next != '\r') {
                return false;
            }
        }
        return true;
    }

    /**
     * Searches eight bytes at a time. The sum sets the high bit of each byte that is not zero, so a clear bit is a line
     * feed.
     */
    private static int lineFeed(ByteBuffer in, int from) {
        int i = from;
        for (; i + Long.BYTES <= in.limit(); i += Long.BYTES) {
            long differences = in.getLong(i) ^ LINE_FEEDS;
            long found = ~((differences & LOW_BITS) + LOW_BITS | differences | LOW_BITS);
            if (found != 0) {
                return i + Long.numberOfLeadingZeros(found) / Byte.SIZE;
            }
        }
        for (; i < in.limit(); i++) {
            if (in.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }
}
