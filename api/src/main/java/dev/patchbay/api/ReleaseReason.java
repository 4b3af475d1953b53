package dev.patchbay.api;

/**
 * Why a handler is no longer in charge of a connection. Every reason but {@link #SWAPPED} is at the same time the reason
 * for which the connection ended.
 */
public enum ReleaseReason {

    /** The client closed the connection. The totals tell what of its bytes was not consumed, and what did not reach it. */
    CLIENT_CLOSED,

    /** Reading or writing failed although the client had not closed its socket; the log tells why. */
    CONNECTION_LOST,

    /** The handler called {@link ConnContext#close()}, and everything that it had written was sent. */
    HANDLER_CLOSED,

    /** The handler called {@link ConnContext#abort()}; what was not yet sent is lost. */
    HANDLER_ABORTED,

    /** A callback threw an exception. */
    HANDLER_FAILED,

    /** The host could not go on with the connection, for want of memory, say; the log tells. */
    HOST_FAILED,

    /** {@code message.max} bytes were waiting and the handler consumed none of them. */
    MESSAGE_TOO_LARGE,

    /** No byte in either direction for as long as the idle timeout. */
    IDLE_TIMEOUT,

    /** A message had stayed incomplete for {@code message.timeout}. */
    MESSAGE_TIMEOUT,

    /** An operator closed the connection: what was written has been sent, within {@code drain.timeout}. */
    OPERATOR_CLOSED,

    /** The server drained: running calls ended, queued output was sent, then the connection was closed. */
    DRAINED,

    /** The server drained, and the connection had not finished within {@code drain.timeout}. */
    DRAIN_TIMEOUT,

    /**
     * Another handler takes charge, at once or, if there is none at present, as soon as one arrives. The connection
     * lives on.
     */
    SWAPPED,

    /** A call had not returned within {@code swap.timeout}, so the connection could not be handed to the next handler. */
    SWAP_TIMEOUT,

    /** The connection was held without a handler for {@code hold.timeout}. */
    NO_HANDLER;

    /** Returns whether the connection has ended; false only for {@link #SWAPPED}. */
    public boolean endsConnection() {
        return this != SWAPPED;
    }
}
