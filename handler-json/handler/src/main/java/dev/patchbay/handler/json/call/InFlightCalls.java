package dev.patchbay.handler.json.call;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The calls of one connection that have not finished. The number that run at the same time is limited; further calls,
 * which come from a batch or from a client that may cancel them, are queued. Safe for any thread.
 */
public final class InFlightCalls {

    private final Executor threads;
    private final Set<Call> unfinished = new HashSet<>();
    private final Queue<Call> waiting = new ArrayDeque<>();
    private int running;

    /** The size of {@link #unfinished}, readable without the lock. */
    private volatile int count;

    /** The bytes that the queue takes, readable without the lock. */
    private volatile long waitingBytes;

    private boolean cancelled;

    /** Creates the calls of a connection, to be run on the threads. */
    public InFlightCalls(Executor threads) {
        this.threads = threads;
    }

    /** Returns the number of calls that have not finished. */
    public int count() {
        return count;
    }

    /** Returns about how many bytes the calls in the queue take. */
    public long waitingBytes() {
        return waitingBytes;
    }

    /** Adds a call that is running already. */
    public synchronized void add(Call call) {
        enter(call);
        running++;
    }

    private void enter(Call call) {
        unfinished.add(call);
        count = unfinished.size();
        if (cancelled && !call.isNotification()) {
            call.cancel();
        }
    }

    /** Runs a call, or queues it if as many calls run as the limit allows. */
    public void start(Call call, int limit) {
        synchronized (this) {
            enter(call);
            if (running >= limit) {
                waiting.add(call);
                waitingBytes = waitingBytes + call.size();
                return;
            }
            running++;
        }
        execute(call);
    }

    /** A thread may be refused: memory is short, or the handler is being closed. The call is then answered all the same. */
    private void execute(Call call) {
        try {
            threads.execute(call);
        } catch (Throwable t) {
            call.fail(t);
        }
    }

    /** Removes a call and runs the next one in the queue. */
    public void finished(Call call) {
        Call next;
        synchronized (this) {
            unfinished.remove(call);
            count = unfinished.size();
            next = waiting.poll();
            if (next == null) {
                running--;
            } else {
                waitingBytes = waitingBytes - next.size();
            }
        }
        if (next != null) {
            execute(next);
        }
    }

    /**
     * Cancels the request with that raw id, if it has not finished. One that waits for others to finish is not begun.
     */
    public void cancel(byte[] id) {
        List<Call> all;
        synchronized (this) {
            all = new ArrayList<>(unfinished);
        }
        all.stream().filter(call -> call.hasId(id)).forEach(Call::cancel);
    }

    /** Cancels all requests, including those that are added later. Notifications continue. */
    public void cancelRequests() {
        List<Call> all;
        synchronized (this) {
            cancelled = true;
            all = new ArrayList<>(unfinished);
        }
        all.stream().filter(call -> !call.isNotification()).forEach(Call::cancel);
    }
}
