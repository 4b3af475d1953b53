package dev.patchbay.server.engine.connection;

import dev.patchbay.api.ConnectionEndedException;
import dev.patchbay.api.ConnectionRef;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.engine.connection.MessageQueue.Put;
import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.engine.memory.CallBuffer;
import java.util.Objects;
import java.util.Set;

/**
 * The messages that wait for the handler of one connection, whichever that is by then, and the reference by which they are
 * sent. Created on first use; a connection has at most one.
 *
 * <p>A sender signals the strand only if no message was waiting. As long as one is, the strand has been signalled, or will be
 * when the client has read or a handler has taken charge.
 */
final class Mailbox implements ConnectionRef {

    /** A call of the handler serves so many messages at most. What they have written is sent when it ends. */
    private static final int MESSAGES_IN_CALL = 64;

    private final long id;
    private final String server;
    private final MessageQueue messages = new MessageQueue();

    /** Null once the connection has ended. Written by the thread that concludes; read by any thread. */
    private volatile Connection connection;

    /** The names of the connection's groups, or null. Guarded by the server's {@link Groups}. */
    Set<String> groups;

    Mailbox(Connection connection) {
        this.id = connection.id();
        this.server = connection.host().name();
        this.connection = connection;
    }

    // ---- for any thread

    @Override
    public long id() {
        return id;
    }

    @Override
    public String server() {
        return server;
    }

    @Override
    public boolean isOpen() {
        Connection live = connection;
        return live != null && live.output().takesMessages();
    }

    @Override
    public boolean send(Object message) {
        Objects.requireNonNull(message, "message");
        Connection live = connection;
        if (live == null || !live.output().takesMessages()) {
            return false;
        }
        Put put = messages.put(message);
        if (put == Put.FIRST) {
            live.signal(Strand.NUDGE);
        } else if (put == Put.TOO_SLOW) {
            live.end(ReleaseReason.SLOW_CONSUMER);
        }
        return put == Put.FIRST || put == Put.TAKEN;
    }

    MessageQueue messages() {
        return messages;
    }

    /** Returns the live connection, or null once it has ended. */
    Connection connection() {
        return connection;
    }

    /**
     * Drops what waits, leaves all groups and lets go of the connection, which has ended. May be repeated after an error. By
     * the thread that concludes.
     */
    void end() {
        Connection ended = connection;
        if (ended != null) {
            messages.close();
            ended.host().groups().leaveAll(this);
            connection = null;
        }
    }

    // ---- on the strand

    /** Calls the handler with the messages that wait by now, as long as it may be called and the client reads. */
    void deliver(Worker worker, HandlerContext context, HandlerCalls calls) {
        Connection live = connection;
        int left = messages.waiting();
        while (left > 0 && mayDeliver(live, worker, context)) {
            int count = Math.min(left, MESSAGES_IN_CALL);
            left -= count;
            calls.make(worker, context, "message", () -> deliver(live, worker, context, count));
        }
    }

    private void deliver(Connection live, Worker worker, HandlerContext context, int count) throws Exception {
        int left = count;
        do {
            Object message = messages.take();
            if (message == null) {
                return;
            }
            try {
                context.handler.message(context, message);
            } catch (ConnectionEndedException gone) {
                // If the client has gone, what it had sent before is still served.
                if (live.outbound().broken() == null) {
                    throw gone;
                }
            }
        } while (--left > 0 && mayDeliver(live, worker, context));
    }

    /** Returns whether messages wait that can be delivered in another round. */
    boolean isDeliverable(Worker worker, HandlerContext context) {
        return messages.waiting() > 0 && mayDeliver(connection, worker, context);
    }

    /** Returns whether nothing waits that could still reach the client. From then on nothing is taken. */
    boolean isDone() {
        return !connection.output().takesMessages() || messages.sealIfEmpty();
    }

    /** Returns whether the handler may be called. A swap that waits for its answer lets it go on: the answer may need it. */
    private static boolean mayDeliver(Connection live, Worker worker, HandlerContext context) {
        return context.opened
                && !worker.lost
                && live.output().takesMessages()
                && !context.lease.isAbandoned()
                && (context.lease == live.host().lease() || context.state.hasPending())
                && !isFull(live, worker);
    }

    /** Returns whether the client has to read first. The strand is then signalled when it has, or has nothing to wait for. */
    private static boolean isFull(Connection live, Worker worker) {
        CallBuffer gathered = worker.out;
        long inCall = gathered.chunk.capacity() - gathered.room(live.outbound());
        if (inCall > 0) {
            return inCall + live.outbound().queued() >= live.config().writeHigh();
        }
        return live.isFull() && live.outbound().noteFull();
    }
}
