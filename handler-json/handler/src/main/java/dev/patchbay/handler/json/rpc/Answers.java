package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.wire.Output;

/** Where the answer to one request goes. */
@FunctionalInterface
interface Answers {

    /**
     * Takes the answer, once, on whatever thread it was made. The memory is the caller's again on return. Waits for a
     * slow client except on an event loop.
     */
    void deliver(Output answer);
}
