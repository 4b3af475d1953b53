package dev.patchbay.server.engine.connection;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Tasks that are handed in for a connection while one handler is in charge of it, on a stack that the connection's turn
 * empties. Sealing it is one atomic step, so nothing is accepted that would not be run.
 */
public final class TaskQueue {

    private static final Task NO_MORE = new Task(null, null);

    private static final VarHandle TOP;

    static {
        try {
            TOP = MethodHandles.lookup().findVarHandle(TaskQueue.class, "top", Task.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A task that waits, linked to the one that was submitted before. */
    public record Task(Runnable action, Task next) {}

    private volatile Task top;

    /** Hands a task in; returns false after the sealing. For any thread. */
    public boolean put(Runnable task) {
        Task before;
        Task fresh;
        do {
            before = top;
            if (before == NO_MORE) {
                return false;
            }
            fresh = new Task(task, before);
        } while (!TOP.compareAndSet(this, before, fresh));
        return true;
    }

    public boolean isEmpty() {
        Task now = top;
        return now == null || now == NO_MORE;
    }

    /** Takes the tasks in the order of submission; for the turn. */
    public Task take() {
        return inOrder((Task) TOP.getAndSet(this, null));
    }

    /** Takes the tasks in the order of submission, and accepts no more; for the turn. */
    public Task seal() {
        return inOrder((Task) TOP.getAndSet(this, NO_MORE));
    }

    private static Task inOrder(Task top) {
        Task reversed = null;
        for (Task task = top; task != null && task != NO_MORE; task = task.next) {
            reversed = new Task(task.action, reversed);
        }
        return reversed;
    }
}
