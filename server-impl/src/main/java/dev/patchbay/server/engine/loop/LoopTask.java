package dev.patchbay.server.engine.loop;

/**
 * A task that can be scheduled again and again: the strand of a connection. It runs on an event loop, or on a thread
 * that may block. It is linked through itself, so queueing it needs no memory; it waits in one queue at a time.
 */
public abstract class LoopTask implements Runnable {

    /** The neighbour of this task in its queue. Owned by the queue. */
    LoopTask nextInQueue;

    /** Arranges for {@link #run} on a thread of the right kind. Called by the owner of the task. */
    public abstract void schedule();

    /**
     * Takes this task off the queue that it heads, and returns the task after it, or null. Called by the owner of the
     * queue.
     */
    public final LoopTask unlink() {
        LoopTask following = nextInQueue;
        nextInQueue = null;
        return following;
    }
}
