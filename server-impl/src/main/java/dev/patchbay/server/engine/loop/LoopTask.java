package dev.patchbay.server.engine.loop;

/**
 * Something that runs on an event loop, or on a thread that may block, whenever it is scheduled. It is linked through itself,
 * so queueing it needs no memory, and it waits in one queue at a time.
 */
public abstract class LoopTask implements Runnable {

    /** The task queued before this one. Belongs to the queue. */
    public LoopTask nextInQueue;

    /** Arranges for {@link #run} on a thread of the right kind. Called by the owner of the task. */
    public abstract void schedule();
}
