package dev.patchbay.protocols.fastcgi;

import java.nio.ByteBuffer;

/**
 * Answers the requests of a web server. The calls for one request come in the order of the methods, and none of them waits. A
 * responder keeps what belongs to a request in its {@link FastCgiRequest}, since a swap between two calls may put another
 * object of the class in charge.
 */
interface Responder {

    /** Begins a request, whose parameters are known. */
    void begin(FastCgiRequest request);

    /** Takes a part of the request's input. */
    void input(FastCgiRequest request, ByteBuffer part);

    /**
     * Answers the request, after its input.
     *
     * @return whether the answer is complete; if not, this is called again when the web server has read
     */
    boolean answer(FastCgiRequest request);
}
