package dev.patchbay.server.engine.connection;

import dev.patchbay.server.engine.connection.OutputQueue.Segment;
import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.engine.memory.ChunkPool;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;

/**
 * The segments that threads have handed in and that the sender has not taken yet, the newest first: a lock-free stack.
 *
 * <p>The stack also holds its author, the {@link HandlerContext} that may push. Both are one field: it refers to the newest
 * segment, which names the author, or to the author itself while the stack is empty. The author therefore changes in one
 * atomic step when a handler is released, and no byte of a released handler can get among the bytes of its successor.
 *
 * <p>Ownership: a segment belongs to the pushing thread until the push succeeds, and to the sender after {@link #take} or
 * {@link #close}. In between nothing but its {@code author} and {@code next} is read, and nothing is written.
 */
final class HandedInStack {

    /** The author while no handler may push. */
    private static final Object NOBODY = new Object();

    private static final VarHandle TOP;

    static {
        try {
            TOP = MethodHandles.lookup().findVarHandle(HandedInStack.class, "top", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The newest segment, or the author if the stack is empty. Written by any thread, atomically. */
    private volatile Object top = NOBODY;

    /** Returns whether no segment waits. For any thread. */
    boolean isEmpty() {
        return !(top instanceof Segment);
    }

    /**
     * Sets the author. If segments wait, a mark on top of them names the new author. On the strand.
     *
     * @param context the handler's context that may push from now on, or null for none
     */
    void setAuthor(HandlerContext context) {
        Object author = context == null ? NOBODY : context;
        Object seen;
        Object fresh;
        do {
            seen = top;
            fresh = author;
            if (seen instanceof Segment newest) {
                Segment mark = new Segment(null);
                mark.author = author;
                mark.next = newest;
                fresh = mark;
            }
        } while (!TOP.compareAndSet(this, seen, fresh));
    }

    /** Pushes a mark of the strand's own. The author stays the same. */
    void pushMark(Segment mark) {
        Object seen;
        do {
            seen = top;
            mark.next = seen instanceof Segment newest ? newest : null;
            mark.author = seen instanceof Segment newest ? newest.author : seen;
        } while (!TOP.compareAndSet(this, seen, mark));
    }

    /**
     * Pushes linked segments in one step. For any thread.
     *
     * @return false if {@code author} may not push any more; then nothing was pushed, and the list still ends with {@code
     *     oldest}
     */
    boolean push(HandlerContext author, Segment oldest, Segment newest) {
        Object seen;
        do {
            seen = top;
            Segment below = seen instanceof Segment segment ? segment : null;
            if ((below == null ? seen : below.author) != author) {
                // An earlier attempt may have linked segments of other threads.
                oldest.next = null;
                return false;
            }
            oldest.next = below;
        } while (!TOP.compareAndSet(this, seen, newest));
        return true;
    }

    /** Removes all segments, and returns the newest of them; null if there is none. The author stays. For the sender. */
    Segment take() {
        Object seen;
        do {
            seen = top;
            if (!(seen instanceof Segment)) {
                return null;
            }
        } while (!TOP.compareAndSet(this, seen, ((Segment) seen).author));
        return (Segment) seen;
    }

    /** Removes all segments, as {@link #take} does, and accepts no more. For the sender. */
    Segment close() {
        return TOP.getAndSet(this, NOBODY) instanceof Segment newest ? newest : null;
    }

    // ---- the segments of one write

    /**
     * Copies data into linked segments, the newest first. If there is no memory, nothing is taken.
     *
     * @return the newest segment
     */
    static Segment copy(HandlerContext author, ByteBuffer data, ChunkPool pool) {
        int position = data.position();
        Segment newest = null;
        try {
            while (data.hasRemaining()) {
                Segment segment = new Segment(pool.take(Math.min(Worker.LOOP_BYTES, data.remaining())));
                segment.next = newest;
                newest = segment;
                segment.author = author;
                segment.tail = segment.chunk.fill(0, data);
            }
            return newest;
        } catch (Throwable t) {
            data.position(position);
            giveBack(newest, pool);
            throw t;
        }
    }

    /** Returns the segment at the end of a list that was not pushed yet. */
    static Segment oldest(Segment newest) {
        Segment oldest = newest;
        while (oldest.next != null) {
            oldest = oldest.next;
        }
        return oldest;
    }

    /** Gives back the memory of segments that were not pushed. */
    static void giveBack(Segment newest, ChunkPool pool) {
        for (Segment segment = newest; segment != null; segment = segment.next) {
            pool.give(segment.chunk);
        }
    }
}
