package dev.patchbay.handler.json.rpc;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Executor;

/**
 * The calls of one connection that are not finished. At most so many of them run as the limit says; a batch may bring
 * more, and these wait. For any thread.
 */
final class RunningCalls {

    private final Executor threads;
    private final Set<Call> unfinished = new HashSet<>();
    private final Queue<Call> waiting = new ArrayDeque<>();
    private int running;

    /** The size of {@link #unfinished}, which others read for every request. */
    private volatile int count;

    private boolean cancelled;

    RunningCalls(Executor threads) {
        this.threads = threads;
    }

    int count() {
        return count;
    }

    /** Adds a call that runs already. */
    synchronized void add(Call call) {
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

    /** Starts a call, or lets it wait if so many run as the limit says. */
    void start(Call call, int limit) {
        synchronized (this) {
            enter(call);
            if (running >= limit) {
                waiting.add(call);
                return;
            }
            running++;
        }
        threads.execute(call);
    }

    /** Removes a call, and starts one that waits; returns how many are left. */
    int finished(Call call) {
        Call next;
        int left;
        synchronized (this) {
            unfinished.remove(call);
            left = unfinished.size();
            count = left;
            next = waiting.poll();
            if (next == null) {
                running--;
            }
        }
        if (next != null) {
            threads.execute(next);
        }
        return left;
    }

    /** Cancels all requests, also those that come later; notifications run on. */
    void cancelRequests() {
        List<Call> all;
        synchronized (this) {
            cancelled = true;
            all = new ArrayList<>(unfinished);
        }
        all.stream().filter(call -> !call.isNotification()).forEach(Call::cancel);
    }
}
