package dev.patchbay.api.stream;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * A handler that serves each connection in a loop over blocking streams:
 *
 * <pre>{@code
 * @Component(service = Handler.class)
 * @HandlerProperties(name = "lines", execution = HandlerExecution.EVENT_LOOP)
 * public final class LineEcho extends StreamHandler {
 *     @Override
 *     protected void serve(StreamConnection conn) throws IOException {
 *         BufferedReader lines = new BufferedReader(new InputStreamReader(conn.lineInput(), UTF_8));
 *         conn.boundary();
 *         for (String line; (line = lines.readLine()) != null; conn.boundary()) {
 *             conn.output().write((line + "\n").getBytes(UTF_8));
 *         }
 *     }
 * }
 * }</pre>
 *
 * A copy is {@code conn.input().transferTo(conn.output())}.
 *
 * <p><b>Sessions and threads.</b> {@link #serve} is called once for each connection that the handler takes charge of: one
 * that was just accepted, or that another handler has given up at a message boundary ({@link ConnContext#previousHandler()}
 * returns which). This call is a session. It has a thread of its own, a virtual one from Java 21 on. {@link
 * dev.patchbay.api.HandlerExecution} chooses the threads that only pass the bytes on, which does not block: {@code
 * EVENT_LOOP} is the fastest.
 *
 * <p><b>The end of a session.</b> When {@code serve} returns, the connection closes after everything that was written has been
 * sent. An exception closes it as well, with {@link ReleaseReason#HANDLER_FAILED}, unless the end of the session has caused it:
 * a {@link SessionEndedException}, or the result of an interrupt. When the client half-closes, reads return what has
 * arrived and then -1, and the answer is still sent. When the connection ends, waiting reads and writes throw. A session that
 * waits for something else is interrupted, unless its client has closed the connection: it may be storing the client's last
 * bytes, and learns of the end at its next read or write. Nothing waits for the thread to end.
 *
 * <p><b>Swaps.</b> A session is between two messages when it has {@linkplain StreamConnection#boundary() declared a boundary}
 * and has neither read nor written since. A swap then takes place at once: the read that waits, or else the next read or
 * write, throws {@code SessionEndedException}, and the next handler gets every byte that was not read. If output is still to
 * be flushed, the swap waits for the next read or flush. In the middle of a message the swap waits until the next boundary,
 * and the connection is closed with {@link ReleaseReason#SWAP_TIMEOUT} after {@code swap.timeout}. The beginning of a
 * session is no boundary, so that a greeting is not cut: a session without one declares a boundary first. A session that never
 * declares one can only be moved by being closed.
 *
 * <p><b>Drains.</b> A session ends at the next boundary at which no request of the client is waiting, then its connection
 * closes. One that is between two messages already ends when its client has been silent for a moment. In the middle of a
 * message a drain waits, until {@code drain.timeout}.
 *
 * <p><b>Limits.</b> {@code message.max} and {@code message.timeout} have no effect on sessions: streams may be of any
 * length, and what a session has not read stays in the socket. {@code idle.timeout} ends connections between two messages; see
 * {@link StreamConnection#readTimeout}.
 */
@ConsumerType
public abstract class StreamHandler implements Handler {

    private final Map<ConnContext, StreamSession> sessions = new ConcurrentHashMap<>();
    private final SessionThreads threads = new SessionThreads();
    private final int maxDescriptors;

    /** Creates a handler whose clients send no descriptors. */
    protected StreamHandler() {
        this(0);
    }

    /**
     * Creates a handler whose clients may send descriptors. A session {@linkplain ConnContext#takeDescriptors() takes} those
     * that came with a message after it has read the message, and before a read that waits: then the rest is closed.
     *
     * @param maxDescriptors how many descriptors may come with one message of the client, at most 253
     */
    protected StreamHandler(int maxDescriptors) {
        this.maxDescriptors = maxDescriptors;
    }

    /**
     * Serves a connection until it closes or is handed over. Called on a thread of its own.
     *
     * @param conn the connection
     * @throws Exception any exception ends the connection; one that is caused by the end of the session has no effect
     */
    protected abstract void serve(StreamConnection conn) throws Exception;

    @Override
    public final void opened(ConnContext conn) {
        if (maxDescriptors != 0) {
            conn.acceptDescriptors(maxDescriptors);
        }
        StreamSession session = new StreamSession(this, conn, maxDescriptors == 0);
        sessions.put(conn, session);
        threads.start(session);
    }

    @Override
    public final void received(ConnContext conn, ByteBuffer in) {
        state(conn).received(in);
    }

    @Override
    public final void inputEnded(ConnContext conn) {
        state(conn).inputEnded();
    }

    @Override
    public final void clientClosed(ConnContext conn) {
        state(conn).end().setClientGone();
    }

    @Override
    public final void draining(ConnContext conn) {
        state(conn).draining();
    }

    @Override
    public final void handOverWanted(ConnContext conn) {
        state(conn).handOverWanted();
    }

    @Override
    public final void released(ConnContext conn, ReleaseReason reason) {
        StreamSession session = sessions.remove(conn);
        if (session != null) {
            session.state().released(reason);
        }
    }

    private SessionState state(ConnContext conn) {
        return sessions.get(conn).state();
    }
}
