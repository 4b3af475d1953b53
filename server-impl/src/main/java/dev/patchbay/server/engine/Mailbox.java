package dev.patchbay.server.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * What other threads hand in for a connection while one handler is in charge of it: bytes and tasks, on two stacks that the
 * connection's turn empties. Sealing a stack is one atomic step, so a handler that was released cannot slip anything in
 * behind its successor's back.
 */
final class Mailbox {

    private static final Output.Segment NO_MORE_BYTES = new Output.Segment(null);
    private static final Task NO_MORE_TASKS = new Task(null, null);

    private static final VarHandle BYTES;
    private static final VarHandle TASKS;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            BYTES = lookup.findVarHandle(Mailbox.class, "bytes", Output.Segment.class);
            TASKS = lookup.findVarHandle(Mailbox.class, "tasks", Task.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A task that waits, linked to the one that was submitted before. */
    record Task(Runnable action, Task next) {}

    /** What other threads wrote, the newest on top. */
    private volatile Output.Segment bytes;

    /** Tasks, the newest on top. */
    private volatile Task tasks;

    // ---- for any thread

    /** Hands segments in, of which the newest links to the older ones; returns false, and takes none, after the sealing. */
    boolean put(Output.Segment newest) {
        Output.Segment oldest = newest;
        while (oldest.next != null) {
            oldest = oldest.next;
        }
        Output.Segment before;
        do {
            before = bytes;
            if (before == NO_MORE_BYTES) {
                oldest.next = null;
                return false;
            }
            oldest.next = before;
        } while (!BYTES.compareAndSet(this, before, newest));
        return true;
    }

    /** Hands a task in; returns false after the sealing. */
    boolean put(Runnable task) {
        Task before;
        Task top;
        do {
            before = tasks;
            if (before == NO_MORE_TASKS) {
                return false;
            }
            top = new Task(task, before);
        } while (!TASKS.compareAndSet(this, before, top));
        return true;
    }

    boolean hasBytes() {
        return bytes != null;
    }

    boolean hasTasks() {
        Task top = tasks;
        return top != null && top != NO_MORE_TASKS;
    }

    // ---- for the turn

    /** Takes what other threads wrote, the newest first. */
    Output.Segment takeBytes() {
        return (Output.Segment) BYTES.getAndSet(this, null);
    }

    /** Takes what other threads wrote, and lets them write no more. */
    Output.Segment sealBytes() {
        return (Output.Segment) BYTES.getAndSet(this, NO_MORE_BYTES);
    }

    /** Takes the tasks in the order of submission. */
    Task takeTasks() {
        return inOrder((Task) TASKS.getAndSet(this, null));
    }

    /** Takes the tasks in the order of submission, and lets nobody submit more. */
    Task sealTasks() {
        return inOrder((Task) TASKS.getAndSet(this, NO_MORE_TASKS));
    }

    private static Task inOrder(Task top) {
        Task reversed = null;
        for (Task task = top; task != null; task = task.next) {
            reversed = new Task(task.action, reversed);
        }
        return reversed;
    }
}
