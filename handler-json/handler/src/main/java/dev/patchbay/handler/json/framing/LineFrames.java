package dev.patchbay.handler.json.framing;

import java.nio.ByteBuffer;

/** Messages that end with a line feed. Lines of nothing but white space mean nothing. */
final class LineFrames {

    private static final long EVERY_BYTE = 0x0101010101010101L;
    private static final long LOW_BITS = 0x7f * EVERY_BYTE;
    private static final long LINE_FEEDS = '\n' * EVERY_BYTE;

    /** How many bytes in front are known to hold no line feed; only saves time. */
    private int scanned;

    /** Whether the rest of a line is to be left out. */
    private boolean skips;

    boolean skips() {
        return skips;
    }

    void skip(boolean rest) {
        skips = rest;
    }

    Outcome next(ByteBuffer in, int limit, FrameReader frame) {
        while (in.hasRemaining()) {
            int start = in.position();
            int end = lineFeed(in, start + Math.min(scanned, in.remaining()));
            scanned = 0;
            boolean leaveOut = skips;
            skips = (skips || in.remaining() > limit) && end < 0;
            if (leaveOut) {
                in.position(end < 0 ? in.limit() : end + 1);
                continue;
            }
            int length = (end < 0 ? in.limit() : end) - start;
            if (length > limit) {
                in.position(end < 0 ? in.limit() : end + 1);
                return frame.refused(FrameReader.tooLong(length, limit));
            }
            if (end < 0) {
                scanned = length;
                return Outcome.INCOMPLETE;
            }
            in.position(end + 1);
            if (!isBlank(in, start, end)) {
                return frame.message(start, length);
            }
        }
        return Outcome.INCOMPLETE;
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

    /** Eight bytes at a time: the sum sets the high bit of every byte but those that are zero, that is, a line feed. */
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
