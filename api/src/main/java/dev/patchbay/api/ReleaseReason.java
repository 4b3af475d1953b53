package dev.patchbay.api;

/**
 * The reason why a handler is no longer in charge of a connection. Each reason except {@link #SWAPPED} is also the reason why
 * the connection ended.
 */
public enum ReleaseReason {

    /**
     * The client closed the connection. {@link ServerEvents.Totals} says how many of its bytes were not consumed, and how many
     * did not reach it.
     */
    CLIENT_CLOSED,

    /** Reading or writing failed although the client had not closed its socket; the log says why. */
    CONNECTION_LOST,

    /** The handler called {@link ConnContext#close()}, and everything it had written was sent. */
    HANDLER_CLOSED,

    /** The handler called {@link ConnContext#abort()}; output that was not sent yet is lost. */
    HANDLER_ABORTED,

    /** A callback threw an exception. */
    HANDLER_FAILED,

    /** The host could not serve the connection any longer, for example for lack of memory; the log says why. */
    HOST_FAILED,

    /** {@code message.max} bytes were waiting and the handler consumed none of them. */
    MESSAGE_TOO_LARGE,

    /** No byte moved in either direction for the duration of the idle timeout. */
    IDLE_TIMEOUT,

    /** A message stayed incomplete for {@code message.timeout}. */
    MESSAGE_TIMEOUT,

    /** An operator closed the connection; what had been written was sent, as far as that was possible within {@code drain.timeout}. */
    OPERATOR_CLOSED,

    /** The server drained: running calls ended and queued output was sent, then the connection was closed. */
    DRAINED,

    /** The server drained, and the connection did not finish within {@code drain.timeout}. */
    DRAIN_TIMEOUT,

    /**
     * Another handler takes charge: at once, or as soon as one arrives if there is none at present. The connection lives
     * on.
     */
    SWAPPED,

    /** A call did not return within {@code swap.timeout}, so the connection could not be handed over to the next handler. */
    SWAP_TIMEOUT,

    /** The connection was held without a handler for {@code hold.timeout}. */
    NO_HANDLER,

    /** Too many messages were waiting for the connection, and its {@link ConnContext#mailbox} is set to {@link SlowConsumer#CLOSE}. */
    SLOW_CONSUMER;

    /** {@return whether this reason ends the connection; false only for {@link #SWAPPED}} */
    public boolean endsConnection() {
        return this != SWAPPED;
    }
}
