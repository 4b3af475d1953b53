package dev.patchbay.api.stream;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ReleaseReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Whether a session is in the middle of a message, between two, or over: what the callbacks of a connection and the threads
 * of its session share.
 *
 * <p>To give and to withdraw the {@link SessionPromise} for each message would cost as much as the message. So it is kept at
 * a boundary, until a hand-over is wanted or the session has rested for a moment. The lock guards all fields.
 */
final class SessionState {

    /** How long a session waits between two messages before its promise is withdrawn, about. */
    private static final Duration REST = Duration.ofMillis(50);

    private final ConnContext conn;
    private final SessionOutput output;
    private final SessionLock lock = new SessionLock();
    private final SessionEnd end;
    private final SessionReads reads;
    private final SessionPromise promise;

    /** Counts boundaries and beginnings of messages. */
    private long turn;

    /** Whether a look at the session will be taken that finds out whether it rests. */
    private boolean restIsAwaited;

    /** Whether a boundary was declared while the server drains, and nothing has followed. */
    private boolean endsAtBoundary;

    /** Whether serve has returned, so that the connection closes as soon as the host has consumed what was read. */
    private boolean finished;

    /** Whether the session is between two messages. Read by any thread, as the fields that follow. */
    private volatile boolean between;

    private volatile boolean swapWanted;
    private volatile boolean drains;

    /** Creates the state of a session that begins. Called in {@code opened}. */
    SessionState(ConnContext conn, SessionOutput output, boolean consumesAtOnce) {
        this.conn = conn;
        this.output = output;
        this.end = new SessionEnd(conn, lock);
        this.reads = new SessionReads(conn, this, output, lock, consumesAtOnce);
        this.promise = new SessionPromise(conn, lock, reads);
        promise.give();
    }

    SessionReads reads() {
        return reads;
    }

    SessionEnd end() {
        return end;
    }

    // ---- callbacks

    void received(ByteBuffer in) {
        lock.lock();
        try {
            reads.consume(in);
            if (finished) {
                close();
            } else if (end.isSet()) {
                promise.withdraw();
            } else {
                if (in.hasRemaining()) {
                    promise.give();
                    reads.present(in);
                }
                leaveIfWanted();
            }
        } finally {
            lock.unlock();
        }
    }

    void inputEnded() {
        lock.run(reads::end);
    }

    void draining() {
        lock.run(() -> {
            drains = true;
            leaveIfWanted();
        });
    }

    void handOverWanted() {
        lock.run(() -> {
            drains |= conn.isDraining();
            swapWanted |= !drains;
            leaveIfWanted();
            // For the rest of the message, and to consume what was read.
            reads.resume();
        });
    }

    void released(ReleaseReason reason) {
        lock.run(() -> {
            end.set(reason);
            end.interrupt(reads);
            promise.drop();
        });
    }

    // ---- the session's threads

    /** Begins the session on this thread; returns false if it is over already. */
    boolean begin() {
        lock.lock();
        try {
            return end.begin();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the connection after serve; returns false if there is a failure that cannot end the connection any more. */
    boolean finish(Throwable failure) {
        lock.lock();
        try {
            end.leaveThread();
            if (end.isSet()) {
                return failure == null;
            }
            reads.leaveRest();
            if (failure != null) {
                end.set(ReleaseReason.HANDLER_FAILED);
                lock.afterwards(() -> conn.execute(() -> SessionState.<RuntimeException>rethrow(failure)));
                promise.withdraw();
                return true;
            }
            finished = true;
            if (reads.isInStep()) {
                close();
            } else {
                reads.resume();
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Throws what serve has thrown, checked or not, for the host to report it. */
    @SuppressWarnings("unchecked")
    private static <T extends Throwable> void rethrow(Throwable failure) throws T {
        throw (T) failure;
    }

    void boundary() throws IOException {
        if (isHandOverWanted()) {
            output.flush();
        }
        lock.lock();
        try {
            if (isCut()) {
                throw end.exception();
            }
            between = true;
            turn++;
            endsAtBoundary = drains;
            leaveIfWanted();
        } finally {
            lock.unlock();
        }
    }

    /** Begins a message if the session is between two: a swap does not cut what follows. */
    void beginWriting() throws SessionEndedException {
        if (!between && !end.isSet()) {
            return;
        }
        lock.lock();
        try {
            if (swapWanted) {
                leaveIfWanted();
            }
            if (end.isSet()) {
                throw end.exception();
            }
            beginMessage();
            promise.give();
        } catch (IllegalStateException released) {
            end.set(ReleaseReason.SWAPPED);
            throw end.exception();
        } finally {
            lock.unlock();
        }
    }

    /** Hands over if that has waited for the output only. */
    void flushed() {
        if (waitsForOutput()) {
            lock.run(this::leaveIfWanted);
        }
    }

    /** Returns whether a hand-over is wanted, or has taken place. */
    boolean isHandOverWanted() {
        return swapWanted || drains || end.isSet();
    }

    /** Returns whether the session is between two messages, and would be handed over if its output were sent. */
    boolean waitsForOutput() {
        return between && isHandOverWanted();
    }

    // ---- with the lock

    /** Returns whether nothing can be read any more. Only in a hand-over the end of input is left to another handler. */
    boolean isCut() {
        return finished || end.isHandOver() || end.isSet() && !reads.isEnded();
    }

    void beginMessage() {
        if (between) {
            between = false;
            endsAtBoundary = false;
            turn++;
        }
    }

    /** Hands over, or lets a drain end the connection, if that is wanted and the session is between two messages. */
    void leaveIfWanted() {
        if (end.isSet() || finished || !between || !output.isEmpty()) {
            return;
        }
        if (swapWanted) {
            end.set(ReleaseReason.SWAPPED);
            reads.leaveRest();
            promise.withdraw();
        } else if (drains && reads.isUsedUp() && !reads.isEnded()) {
            promise.withdraw();
            if (endsAtBoundary) {
                endsAtBoundary = false;
                endUnlessRequested(turn);
            }
        }
    }

    /** Ends the connection of a server that drains, after one more look at what the client has sent. */
    private void endUnlessRequested(long lastTurn) {
        // The first task runs before the host looks for input, the second one after it.
        Runnable last = () -> conn.execute(() -> endIfStillAt(lastTurn));
        lock.afterwards(() -> conn.execute(() -> SessionLock.unlessReleased(last)));
    }

    private void endIfStillAt(long lastTurn) {
        lock.run(() -> {
            if (!end.isSet() && !finished && !reads.isEnded() && turn == lastTurn && reads.isUsedUp()) {
                end.set(ReleaseReason.DRAINED);
                close();
            }
        });
    }

    /** Closes the connection, and then withdraws the promise: no swap gets in between. */
    private void close() {
        lock.afterwards(conn::close);
        promise.withdraw();
    }

    /** Withdraws the promise later, if a read that waits between two messages goes on waiting. */
    void waitingBegins() {
        if (between && promise.isGiven() && !restIsAwaited) {
            awaitRest();
        }
    }

    private void awaitRest() {
        restIsAwaited = true;
        long since = turn;
        lock.afterwards(() -> conn.after(REST, () -> lookForRest(since)));
    }

    private void lookForRest(long since) {
        lock.run(() -> {
            restIsAwaited = false;
            if (!end.isSet() && between && promise.isGiven() && reads.isWaiting() && reads.isUsedUp()) {
                if (turn == since) {
                    promise.withdraw();
                } else {
                    awaitRest();
                }
            }
        });
    }
}
