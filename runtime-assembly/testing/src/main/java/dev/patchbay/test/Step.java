package dev.patchbay.test;

import java.time.Duration;

/** A step of a {@link Conversation}. */
sealed interface Step {

    /** Returns how many bytes the client sends. */
    default int length() {
        return 0;
    }

    /** The client sends bytes. */
    record Send(byte[] bytes) implements Step {
        @Override
        public int length() {
            return bytes.length;
        }
    }

    /** The client expects bytes. */
    record Expect(byte[] bytes) implements Step {}

    /** The client ends its output. */
    record HalfClose() implements Step {}

    /** The client expects the end. */
    record ExpectEnd() implements Step {}

    /** Time passes. */
    record Advance(Duration time) implements Step {}
}
