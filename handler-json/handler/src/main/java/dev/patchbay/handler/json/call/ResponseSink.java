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
}
