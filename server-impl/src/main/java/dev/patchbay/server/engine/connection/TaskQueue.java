package dev.patchbay.server.engine.connection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * The tasks that were submitted to a connection while one handler is in charge of it: a lock-free stack, which the strand
 * empties. Sealing is one atomic step, so every task that is accepted is also taken.
 */
public final class TaskQueue {

    private static final Task SEALED = new Task(null, null);

    private static final VarHandle TOP;

    static {
        try {
            TOP = MethodHandles.lookup().findVarHandle(TaskQueue.class, "top", Task.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /**
     * A submitted task.
     *
     * @param next the task submitted before it while on the stack, and the one submitted after it once taken
     */
    public record Task(Runnable action, Task next) {}

    /** The newest task, null, or {@link #SEALED}. Written by any thread, atomically. */
    private volatile Task top;

    /** Submits a task; returns false if the queue is sealed. For any thread. */
    public boolean put(Runnable task) {
        Task before;
        Task fresh;
        do {
            before = top;
            if (before == SEALED) {
                return false;
            }
            fresh = new Task(task, before);
        } while (!TOP.compareAndSet(this, before, fresh));
        return true;
    }

    /** Returns whether no task waits. For any thread. */
    public boolean isEmpty() {
        Task now = top;
        return now == null || now == SEALED;
    }

    /** Takes the tasks in the order of submission. On the strand. */
    public Task take() {
        return inOrder((Task) TOP.getAndSet(this, null));
    }

    /** Takes the tasks in the order of submission, and accepts no more. On the strand. */
    public Task seal() {
        return inOrder((Task) TOP.getAndSet(this, SEALED));
    }

    private static Task inOrder(Task top) {
        Task reversed = null;
        for (Task task = top; task != null && task != SEALED; task = task.next) {
            reversed = new Task(task.action, reversed);
        }
        return reversed;
    }
}
