package dev.patchbay.protocols.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * Answers the requests for a path. The calls for one request come in the order of the methods, and none of them waits. A
 * resource keeps what belongs to a request in its {@link Exchange}, since a swap between two calls may put another object of
 * the class in charge.
 */
@FunctionalInterface
interface Resource {

    /** Returns the methods that the resource allows. */
    default Set<String> methods() {
        return Set.of("GET", "HEAD");
    }

    /** Returns the greatest length of a request's body in bytes. */
    default long bodyMax() {
        return 0;
    }

    /** Begins a request whose body follows. */
    default void begin(Exchange exchange) throws IOException {}

    /** Takes a part of the body. */
    default void body(Exchange exchange, ByteBuffer part) throws IOException {}

    /**
     * Answers the request, once the whole body was taken.
     *
     * @return whether the answer is complete; if not, this is called again when the client has read, if the connection was not
     *         writable, or when input is resumed, if the resource has paused it
     */
    boolean answer(Exchange exchange) throws IOException;

    /** Serves a message that was sent to the connection while the answer is not complete. */
    default void message(Exchange exchange, Object message) throws IOException {}
}
