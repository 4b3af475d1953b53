package dev.patchbay.api;

import java.nio.ByteBuffer;

/** Cuts messages of a known length off the input, within the limit of the handler. */
final class FrameCut {

    private FrameCut() {}

    static void checkLimit(int limit) {
        if (limit < 0) {
            throw new IllegalArgumentException(
                    "limit = " + limit + " is negative; pass the greatest length of a message in bytes");
        }
    }

    static void checkLength(long length, int limit) {
        if (length > limit) {
            throw new FrameTooLongException(length, limit);
        }
    }

    /** Returns the message after a prefix, or null if it has not arrived. */
    static ByteBuffer afterPrefix(ByteBuffer in, int prefix, long length, int limit) {
        checkLength(length, limit);
        return in.remaining() - prefix < length ? null : take(in, prefix, (int) length, 0);
    }

    /** Returns the message with its header, or null if it has not arrived. */
    static ByteBuffer withHeader(ByteBuffer in, int header, long length, int limit) {
        if (length < header) {
            throw new MalformedFrameException("a message of " + length + " bytes is shorter than its header of "
                    + header + " bytes; send a length that includes what this protocol counts");
        }
        return afterPrefix(in, 0, length, limit);
    }

    /** Returns bytes that have arrived, and moves the position past them and what is around them. */
    static ByteBuffer take(ByteBuffer in, int before, int length, int after) {
        ByteBuffer message = in.slice(in.position() + before, length);
        in.position(in.position() + before + length + after);
        return message.isReadOnly() ? message : message.asReadOnlyBuffer();
    }
}
