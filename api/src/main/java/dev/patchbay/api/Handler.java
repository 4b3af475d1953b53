package dev.patchbay.api;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A protocol handler: decides what a server does with the bytes of its clients.
 *
 * <p>One handler object serves all connections of a server, and may serve several servers. For each connection, the host
 * calls {@link #opened} when the handler takes charge of it, {@link #received} when bytes have arrived, and {@link #released}
 * when the handler is no longer in charge.
 *
 * <p><b>A handler keeps no bytes between calls.</b> Bytes of an incomplete message stay with the host until the message is
 * whole. The end of any call is therefore a message boundary, at which the host can put another handler in charge without
 * losing a byte. All that the two handlers see of such a swap is {@code released} and {@code opened}. State that belongs to
 * the connection and has to survive a swap goes into {@link ConnContext#attributes()}.
 *
 * <p><b>Order and threads.</b> Calls for one connection never overlap, and each <i>happens-before</i> the next (JLS 17.4.5).
 * Calls for different connections may run at the same time. The handler chooses the threads: {@link HandlerExecution}.
 *
 * <p>{@code opened} comes first, {@code released} comes last, and each {@code opened} has exactly one {@code released}. There
 * is one exception: if a call never returns, not even when it is interrupted, the host has no boundary at which it could call
 * {@code released}. After {@code released}, no call is made for that connection.
 *
 * <p>In between, {@link #received} is called whenever there is input, and {@link #inputEnded} once, after all of the input.
 * The other callbacks, and the tasks of {@link ConnContext#execute}, {@link ConnContext#after} and {@link
 * ConnContext#afterSent}, are called when they are due, between any two calls. What is due at the same time is called in the
 * order of this picture. After {@link ConnContext#close()}, neither input nor messages are presented.
 *
 * <pre>{@code
 *  opened
 *    |
 *    v    again and again, whatever is due:
 *  tasks -> message -> writable -> draining -> handOverWanted -> clientClosed -> received -> inputEnded
 *    |
 *    v
 *  released
 * }</pre>
 *
 * <p><b>Long answers.</b> A call that writes for long, waiting for its client, holds up a swap, which ends the connection
 * after {@code swap.timeout}. A handler whose answer is long instead leaves the last byte of the request in {@code in}
 * until the answer is done, notes in {@link ConnContext#attributes()} how far it is, and returns when {@link
 * ConnContext#offer} or {@link ConnContext#isWritable()} returns false. The byte is presented again when the client has
 * read, or at once if the call has {@linkplain ConnContext#resumeInput() resumed the input} because the client reads fast. An
 * answer that goes on at times, such as a stream of events, calls {@link ConnContext#pauseInput()} and {@code after(delay,
 * conn::resumeInput)} instead. A swap can then take place between any two calls, and the next handler continues; a drain waits
 * for the end of the answer; no thread waits for a slow client. {@link #message} may be called in between: a handler whose
 * messages must not come amid an answer keeps them until it is done.
 *
 * <p><b>Exceptions.</b> Anything that a callback throws ends that connection alone, with {@link ReleaseReason#HANDLER_FAILED},
 * an event and a line in the log. Output that was written before is still sent. An exception that the host itself has caused
 * is not a failure: a {@link ConnectionEndedException}, or the result of an interrupt in a call whose connection ends.
 *
 * <p><b>Interrupts.</b> The host interrupts a call on a virtual thread when its connection ends during the call (the client
 * has closed its socket, or an operator or a timeout ends the connection), and when a drain or a swap has waited for the call
 * for as long as its timeout. A handler that has to finish a request even if its client has gone calls {@link
 * ConnContext#interruptWhenClientCloses(boolean)}, best first of all in {@link #opened}. An interrupt also closes the {@link
 * java.nio.channels.InterruptibleChannel} that the call uses.
 *
 * <p>The smallest complete example:
 *
 * <pre>{@code
 * @Component
 * @HandlerProperties(name = "echo", execution = HandlerExecution.EVENT_LOOP)
 * public final class EchoHandler implements Handler {
 *     @Override
 *     public void received(ConnContext conn, ByteBuffer in) {
 *         conn.write(in);
 *     }
 * }
 * }</pre>
 */
@ConsumerType
@FunctionalInterface
public interface Handler {

    /**
     * Takes charge of a connection that was just accepted, or that another handler has given up; {@link
     * ConnContext#previousHandler()} returns which of the two. A handler may write here, to greet the client.
     *
     * @param conn the connection; valid until {@link #released} has returned
     * @throws Exception any exception ends the connection; {@code released} is called all the same
     */
    default void opened(ConnContext conn) throws Exception {}

    /**
     * Serves the bytes that have arrived.
     *
     * <p>Between its position and its limit, {@code in} holds every byte that has arrived and that no handler has consumed.
     * Serve the whole messages in it, and leave the position after the last of them. The host keeps the rest, and presents it
     * again in front of the bytes that arrive next. {@link Frames} does this for common framings.
     *
     * <p>A call that consumes nothing says that it needs more bytes. If {@code message.max} bytes are waiting and none is
     * consumed, the connection is closed with {@link ReleaseReason#MESSAGE_TOO_LARGE}. A handler whose answers are much larger
     * than its requests returns early when {@link ConnContext#isWritable()} becomes false; the remaining bytes are presented
     * again once the client has read enough.
     *
     * @param conn the connection
     * @param in   the bytes: read-only, direct and big-endian. The buffer is valid during this call only; copy bytes that are
     *             needed for longer
     * @throws Exception any exception ends the connection
     */
    void received(ConnContext conn, ByteBuffer in) throws Exception;

    /**
     * Reports that the client has shut down its sending side. No more bytes will arrive, and all that had arrived were
     * presented. The client may still read. By default, the connection is closed once everything that was written has been
     * sent, so that a client that sends a request, half-closes and reads gets its whole answer.
     *
     * <p>Called once for each handler that is in charge after the client's end of input.
     *
     * @param conn the connection
     * @throws Exception any exception ends the connection
     */
    default void inputEnded(ConnContext conn) throws Exception {
        conn.close();
    }

    /**
     * Reports that the client has closed its socket, so that nothing written from now on reaches it. This is for handlers
     * whose work goes on after their calls and should end early; there is no need to close the connection. The host still
     * presents what the client sent before, then calls {@link #inputEnded}, and then ends the connection.
     *
     * <p>Called once, as soon as the host knows and no other call of the connection is running; also while input is {@linkplain
     * ConnContext#pauseInput() paused}, and possibly before the last {@link #received}. It is not called if the connection ends
     * at that moment anyway; {@link #released} always is.
     *
     * @param conn the connection
     * @throws Exception any exception ends the connection
     */
    default void clientClosed(ConnContext conn) throws Exception {}

    /**
     * Reports that the client has read: at most {@code write.low} bytes are queued, after {@code write.high} or more had been.
     * This is for handlers that stopped writing when {@link ConnContext#isWritable()} became false.
     *
     * @param conn the connection
     * @throws Exception any exception ends the connection
     */
    default void writable(ConnContext conn) throws Exception {}

    /**
     * Reports that the server has begun to drain: {@link ConnContext#isDraining()} is true. The connection ends as soon as
     * nothing is under way, and after {@code drain.timeout} at the latest. A handler that sends without being asked, such as a
     * feed, finishes here the message that it has begun, and calls {@link ConnContext#close()}.
     *
     * <p>Called once for each handler that is in charge while the server drains.
     *
     * @param conn the connection
     * @throws Exception any exception ends the connection
     */
    default void draining(ConnContext conn) throws Exception {}

    /**
     * Reports that a swap or a drain waits for an answer that this handler has {@linkplain ConnContext#pending() promised}.
     * A handler whose answer may take long (an event that a client waits for) ends it here: it gives the answer that it can
     * give now, or notes in {@link ConnContext#attributes()} what its successor has to do, and closes the promise. By
     * default the host waits, until {@code swap.timeout} or {@code drain.timeout}.
     *
     * <p>While a swap waits, no input is presented, because it belongs to the next handler. A handler that has consumed a part
     * of a message and needs the rest calls {@link ConnContext#resumeInput()} here. Input is then presented until it has
     * closed the promise, which it does at the end of the message.
     *
     * <p>Called once for a swap and once for a drain.
     *
     * @param conn the connection
     * @throws Exception any exception ends the connection
     */
    default void handOverWanted(ConnContext conn) throws Exception {}

    /**
     * Serves a message that was sent to the connection by {@link ConnectionRef#send} or {@link ConnectionGroup#send}. By
     * default, the bytes of a {@link ByteBuffer} are written, and its position stays, so that one buffer can be sent to many
     * connections.
     *
     * <p>Called for one message after the other, in the order in which the connection has taken them, while the connection
     * {@linkplain ConnContext#isWritable() is writable}; also while input is {@linkplain ConnContext#pauseInput() paused}.
     *
     * @param conn    the connection
     * @param message the message, perhaps of another version of the handler
     * @throws IllegalArgumentException by default, if the message is no {@code ByteBuffer}
     * @throws Exception                any exception ends the connection
     */
    default void message(ConnContext conn, Object message) throws Exception {
        if (!(message instanceof ByteBuffer bytes)) {
            throw new IllegalArgumentException("cannot write a message of class "
                    + message.getClass().getName() + ": send a ByteBuffer, or override Handler.message");
        }
        if (!conn.isOutputEnded()) {
            conn.write(bytes.duplicate());
        }
    }

    /**
     * Reports that the handler is no longer in charge. Nothing can be written any more, unless {@code reason} is {@link
     * ReleaseReason#SWAPPED}: then bytes that are written here still reach the client, before any of the next handler.
     *
     * @param conn   the connection; invalid after this call
     * @param reason why the handler is no longer in charge
     * @throws Exception any exception is logged; the connection ends if it has not ended yet
     */
    default void released(ConnContext conn, ReleaseReason reason) throws Exception {}
}
