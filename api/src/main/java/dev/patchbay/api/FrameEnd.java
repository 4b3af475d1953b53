package dev.patchbay.api;

import java.nio.ByteBuffer;

/** Finds the end of messages that end with a mark; {@code from} is how many bytes need not be searched. */
final class FrameEnd {

    private FrameEnd() {}

    /** Returns how many bytes after the position the handler has seen before; none after the first message of a call. */
    static int seen(ConnContext conn, ByteBuffer in) {
        return Math.max(0, Math.min(conn.seenUpTo(), in.limit()) - in.position());
    }

    static ByteBuffer line(ByteBuffer in, int from, int limit) {
        int lineFeed = find(in, from, (byte) '\n', limit);
        int end = lineFeed < 0 ? in.limit() : lineFeed;
        return take(in, withoutCarriageReturn(in, end), lineFeed, limit);
    }

    static ByteBuffer nulTerminated(ByteBuffer in, int from, int limit) {
        int zero = find(in, from, (byte) 0, limit);
        return take(in, zero < 0 ? in.limit() : zero, zero, limit);
    }

    static ByteBuffer headerBlock(ByteBuffer in, int from, int limit) {
        int lineFeed = find(in, from, (byte) '\n', limit);
        while (lineFeed >= 0 && !isLineStart(in, withoutCarriageReturn(in, lineFeed))) {
            lineFeed = ByteSearch.indexOf(in, lineFeed + 1, (byte) '\n');
        }
        int end = lineFeed < 0 ? in.limit() : lineFeed;
        int blankLine = withoutCarriageReturn(in, end);
        return take(in, isLineStart(in, blankLine) ? blankLine : end, lineFeed, limit);
    }

    /** Takes the message that ends at {@code end}, and its mark, whose last byte is at {@code last} or has not arrived. */
    private static ByteBuffer take(ByteBuffer in, int end, int last, int limit) {
        int length = end - in.position();
        FrameCut.checkLength(length, limit);
        return last < 0 ? null : FrameCut.take(in, 0, length, last + 1 - end);
    }

    private static int withoutCarriageReturn(ByteBuffer in, int end) {
        return end > in.position() && in.get(end - 1) == '\r' ? end - 1 : end;
    }

    private static boolean isLineStart(ByteBuffer in, int index) {
        return index == in.position() || in.get(index - 1) == '\n';
    }

    private static int find(ByteBuffer in, int from, byte mark, int limit) {
        FrameCut.checkLimit(limit);
        if (from < 0 || from > in.remaining()) {
            throw new IllegalArgumentException("from = " + from + " is not within the remaining " + in.remaining()
                    + " bytes; pass how many of them are known to contain no end of a message");
        }
        return ByteSearch.indexOf(in, in.position() + from, mark);
    }
}
