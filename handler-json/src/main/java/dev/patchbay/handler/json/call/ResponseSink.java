package dev.patchbay.handler.json.call;

import dev.patchbay.handler.json.buffer.OutputBuffer;

/** Where the answer to one request goes. */
@FunctionalInterface
public interface ResponseSink {

    /**
     * Takes the answer, once, on whatever thread it was made. The memory is the caller's again on return. Waits for a
     * slow client except on an event loop.
     */
    void deliver(OutputBuffer answer);
}
