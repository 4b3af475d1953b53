package dev.patchbay.web.http;

import java.io.IOException;

/** Answers the requests of one connection, one after the other, on one thread. */
public interface Exchange extends AutoCloseable {

    /**
     * Answers a request.
     *
     * @throws Refusal     to refuse it, as long as nothing of the response was sent
     * @throws IOException if the client has gone, or the connection is handed over
     */
    void answer(Request request, Response response) throws Refusal, IOException;

    /** Releases what the exchange holds for its connection. */
    @Override
    void close();
}
