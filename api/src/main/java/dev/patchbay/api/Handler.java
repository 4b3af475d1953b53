package dev.patchbay.api;

import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A protocol: what a server does with the bytes of its clients.
 *
 * <p>One handler object serves all connections of a server, one after another and at the same time, and may serve
 * several servers. For each connection it is told that it takes charge ({@link #opened}), then of bytes as they arrive
 * ({@link #received}), and at last that it is no longer in charge ({@link #released}).
 *
 * <p><b>No bytes are kept between calls.</b> Whatever part of a message has arrived stays with the host until the
 * message is whole. So the end of any call is a message boundary, and the host may put another handler in charge there
 * without a byte being lost; neither handler notices more than {@code released} and {@code opened}. State that belongs
 * to the connection and has to survive that goes to {@link ConnContext#attributes()}.
 *
 * <p><b>Order and threads.</b> The calls for one connection never overlap, and each <i>happens-before</i> the next (JLS
 * 17.4.5). Calls for different connections may run at the same time. On which threads they run is the handler's choice:
 * {@link HandlerExecution}. For each {@code opened} there is exactly one {@code released}, after which no call is made
 * for that connection; the one exception is a call that never returns, not even when it is interrupted: there is no
 * boundary at which {@code released} could be called.
 *
 * <p>{@code opened} comes first and {@code released} last. Between them, {@link #received} comes as often as there is
 * input, and {@link #inputEnded} once, after all of it. {@link #writable}, {@link #draining} and {@link #clientClosed}
 * come when the host learns of what they report, between any two other calls; those that are due together come in this
 * order, after the tasks of {@link ConnContext#execute} and before {@code received}. After {@link ConnContext#close()} no
 * input is presented.
 *
 * <p><b>Exceptions.</b> Whatever is thrown out of a callback ends that connection alone, with {@link
 * ReleaseReason#HANDLER_FAILED}, an event and a line in the log. Output that was written before is still sent. An exception
 * that the host itself has brought about is no failure: a {@link ConnectionEndedException}, or what an interrupt has led to
 * in a call whose connection ends.
 *
 * <p><b>Interrupts.</b> A call on a virtual thread is interrupted when its connection ends meanwhile (the client has
 * closed its socket, an operator or a timeout ends the connection) and when a drain or a swap has waited for it long
 * enough. A handler that has to finish what the client asked for even though the client has gone calls {@link
 * ConnContext#interruptWhenClientCloses(boolean)}.
 *
 * <p>A smallest example, complete:
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
     * Takes charge of a connection: it has just been accepted, or another handler gave it up ({@link
     * ConnContext#previousHandler()} tells which). A handler may write here, to greet the client.
     *
     * @param conn the connection, valid until {@link #released} has returned
     * @throws Exception anything: ends the connection; {@code released} is called all the same
     */
    default void opened(ConnContext conn) throws Exception {}

    /**
     * Serves what has arrived.
     *
     * <p>{@code in} holds, between its position and its limit, every byte that has arrived and that no handler has
     * consumed yet. Serve the whole messages in it and leave the position after the last of them; the host keeps the
     * rest, and presents it again in front of what arrives next. {@link Frames} does this for common framings.
     *
     * <p>Consuming nothing means "not enough yet". If {@code message.max} bytes are waiting and none is consumed, the
     * connection is closed with {@link ReleaseReason#MESSAGE_TOO_LARGE}. A handler whose answers are much larger than
     * its requests stops early when {@link ConnContext#isWritable()} turns false; the rest is presented again as soon as
     * the client has read enough.
     *
     * @param conn the connection
     * @param in   the bytes: read-only, direct, big-endian; valid during this call only, so whoever needs bytes for
     *             longer copies them
     * @throws Exception anything: ends the connection
     */
    void received(ConnContext conn, ByteBuffer in) throws Exception;

    /**
     * The client has shut down its sending side: nothing more will arrive, and everything that had arrived was
     * presented. The client may still read. By default the connection is closed once everything that was written has
     * been sent, so that a client that sends its request, half-closes and reads gets its whole answer.
     *
     * <p>Called once for each handler that is in charge after the client's end of input.
     *
     * @param conn the connection
     * @throws Exception anything: ends the connection
     */
    default void inputEnded(ConnContext conn) throws Exception {
        conn.close();
    }

    /**
     * The client has closed its socket: nothing that is written now reaches it. For handlers that let work go on beyond
     * their calls and want to end it early; there is no need to close the connection. What the client sent before is still
     * presented, then {@link #inputEnded} is called, then the connection ends.
     *
     * <p>Called once, as soon as the host knows it and no other call of the connection runs; also while input is {@link
     * ConnContext#pauseInput() paused}, and perhaps before the last {@link #received}. Not called if the connection ends at
     * that moment anyway; {@link #released} always is.
     *
     * @param conn the connection
     * @throws Exception anything: ends the connection
     */
    default void clientClosed(ConnContext conn) throws Exception {}

    /**
     * The client has read: no more than {@code write.low} bytes are queued, after {@code write.high} or more had been. For
     * handlers that stopped writing when {@link ConnContext#isWritable()} turned false.
     *
     * @param conn the connection
     * @throws Exception anything: ends the connection
     */
    default void writable(ConnContext conn) throws Exception {}

    /**
     * The server has begun to drain: {@link ConnContext#isDraining()} is true. The connection ends as soon as nothing is
     * under way, at the latest after {@code drain.timeout}. A handler that sends without being asked, such as a feed, ends
     * what it is in the middle of here and calls {@link ConnContext#close()}.
     *
     * <p>Called once for each handler that is in charge while the server drains.
     *
     * @param conn the connection
     * @throws Exception anything: ends the connection
     */
    default void draining(ConnContext conn) throws Exception {}

    /**
     * The handler is no longer in charge. Nothing can be written any more, except when {@code reason} is {@link
     * ReleaseReason#SWAPPED}: then what is written here still reaches the client, before anything of the next handler.
     *
     * @param conn   the connection; invalid after this call
     * @param reason why
     * @throws Exception anything: is logged; the connection ends if it has not ended yet
     */
    default void released(ConnContext conn, ReleaseReason reason) throws Exception {}
}
