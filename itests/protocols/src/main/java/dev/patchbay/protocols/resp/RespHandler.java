package dev.patchbay.protocols.resp;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Handler;
import dev.patchbay.api.HandlerExecution;
import dev.patchbay.api.HandlerProperties;
import dev.patchbay.api.ReleaseReason;
import java.nio.ByteBuffer;

/**
 * Serves RESP2. A command whose answer the client does not read at once, or that has to wait, keeps its last byte, a line feed,
 * in the input until its answer is done. No command begins with a line feed, so the handler knows from the first byte whether
 * it, or the handler before it, has begun an answer.
 */
@HandlerProperties(name = "resp", execution = HandlerExecution.EVENT_LOOP)
public final class RespHandler implements Handler {

    private final Commands commands;
    private final Waiting waiting;

    /** How long the last answers were, of any connection and thread: a guess that saves the copies of growing. */
    private int usualBytes;

    /** Creates a handler that serves the given data. */
    public RespHandler(Store store) {
        waiting = new Waiting(store);
        commands = new Commands(store, waiting);
    }

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        Answer answer = new Answer(usualBytes);
        while (isDone(conn, in, answer) && serve(conn, in, answer) && conn.isOpen()) {
            answer = new Answer(usualBytes);
        }
    }

    /** Continues the answer that was begun, if one was; returns whether it is done. */
    private boolean isDone(ConnContext conn, ByteBuffer in, Answer answer) {
        if (!in.hasRemaining() || in.get(in.position()) != '\n') {
            return true;
        }
        boolean done = Answer.sendWaiting(conn) && waiting.isOver(conn, answer);
        in.position(in.position() + (done ? 1 : 0));
        return done;
    }

    /** Serves commands until their answers are worth sending; returns whether there may be more. */
    private boolean serve(ConnContext conn, ByteBuffer in, Answer answer) {
        boolean more = true;
        while (more && answer.takesMore()) {
            more = in.hasRemaining() && next(conn, in, answer);
        }
        usualBytes = answer.size();
        if (answer.send(conn)) {
            return more;
        }
        in.position(in.position() - 1);
        return true;
    }

    private boolean next(ConnContext conn, ByteBuffer in, Answer answer) {
        try {
            byte[][] strings = Command.take(conn, in);
            if (strings != null && strings.length > 0) {
                commands.run(conn, strings, answer);
            }
            return strings != null;
        } catch (RespException malformed) {
            answer.text('-', malformed.getMessage());
            answer.end();
            return false;
        }
    }

    /** Passes on what was published; every other message says that the waiting has ended. */
    @Override
    public void message(ConnContext conn, Object message) {
        if (message instanceof ByteBuffer published) {
            Answer.sendAfterWaiting(conn, published.duplicate());
        } else {
            conn.resumeInput();
        }
    }

    /** Input that is paused hides the end of the connection from the host. */
    @Override
    public void clientClosed(ConnContext conn) {
        if (waiting.isWaiting(conn)) {
            conn.abort();
        }
    }

    @Override
    public void draining(ConnContext conn) {
        waiting.giveUp(conn);
    }

    @Override
    public void released(ConnContext conn, ReleaseReason reason) {
        waiting.released(conn, reason);
    }
}
