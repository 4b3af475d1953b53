package dev.patchbay.handler.json.call;

import dev.patchbay.handler.json.buffer.OutputBuffer;

/** The destination of the response to one request. */
@FunctionalInterface
public interface ResponseSink {

    /**
     * Delivers the response. Called once, by the thread that wrote it. The buffer is the caller's again on return.
     * Waits while the client is slow to read, except on an event loop.
     */
    void deliver(OutputBuffer response);

    /** Records that there is no response: the client has cancelled the request. Called once, instead of {@link #deliver}. */
    default void skip() {}

    /**
     * Returns whether so much is kept for the same message that nothing but an error may be added to it. The method of
     * the request is then not called.
     */
    default boolean isFull() {
        return false;
    }

    /** Returns whether a response of that length may be delivered; if not, an error is delivered in its place. */
    default boolean accepts(int bytes) {
        return true;
    }
}
