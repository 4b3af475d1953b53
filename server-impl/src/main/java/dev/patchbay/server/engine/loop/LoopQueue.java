package dev.patchbay.server.engine.loop;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The tasks that wait for an event loop. The tasks are linked through themselves, so adding one needs no memory. Any
 * thread adds tasks; the thread that carries the loop takes all of them at once.
 */
public final class LoopQueue {

    private static final VarHandle NEWEST;

    static {
        try {
            NEWEST = MethodHandles.lookup().findVarHandle(LoopQueue.class, "newest", LoopTask.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * The task added last, linked to the one before it; null if the queue is empty. Changed atomically by any thread.
     */
    private volatile LoopTask newest;

    /** Adds a task, which must not be in a queue. */
    void add(LoopTask task) {
        LoopTask before;
        do {
            before = newest;
            task.nextInQueue = before;
        } while (!NEWEST.compareAndSet(this, before, task));
    }

    /** Returns whether no task waits. */
    public boolean isEmpty() {
        return newest == null;
    }

    /**
     * Removes all tasks.
     *
     * @return the oldest task, linked to the younger ones; null if there is none. The caller
     *         {@linkplain LoopTask#unlink unlinks} each task before it runs it
     */
    public LoopTask takeAll() {
        LoopTask oldest = null;
        for (LoopTask task = (LoopTask) NEWEST.getAndSet(this, null); task != null; ) {
            LoopTask older = task.nextInQueue;
            task.nextInQueue = oldest;
            oldest = task;
            task = older;
        }
        return oldest;
    }
}
