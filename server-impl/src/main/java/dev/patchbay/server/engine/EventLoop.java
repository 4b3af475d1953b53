package dev.patchbay.server.engine;

import dev.patchbay.server.poll.Pollable;
import dev.patchbay.server.poll.Poller;
import java.io.IOException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Waits for sockets and runs what has to be run on the loop's thread.
 *
 * <p>All that the loop is stands in this object, nothing on its thread's stack: the poller, the events that are not served
 * yet, the tasks. So when a handler blocks the thread that carries the loop, {@link #rescueIfBlocked} lets another thread carry it
 * on from the very next event; the blocked thread finishes the turn that it has and then ends.
 *
 * <p>{@link #post}, {@link #rescueFrom} and {@link #stop} may be called from any thread.
 */
final class EventLoop {

    private static final int TASKS_BETWEEN_LOOKS = 256;

    private final String name;
    private final Host host;
    private final Poller poller;
    private final Consumer<Throwable> failures;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** Whose thread carries the loop; it alone touches the fields below. */
    private volatile Worker carrier;

    /** Whether the carrier waits, or is about to: then whoever posts a task wakes it. */
    private volatile boolean asleep;

    private volatile boolean stopping;

    /** Connections of this loop, and one for as long as new ones may come. */
    private final AtomicInteger members = new AtomicInteger(1);

    /** What the last look for a blocked carrier saw; touched by whoever looks. */
    private Worker watched;

    private long callsSeen;

    private final TimerWheel timers;
    private int ready;
    private int next;
    private long now;

    /**
     * Makes a loop.
     *
     * @param failures is told what a task or the poller threw
     */
    EventLoop(String name, Host host, Poller poller, Consumer<Throwable> failures) {
        this.name = name;
        this.host = host;
        this.poller = poller;
        this.failures = failures;
        this.now = host.nanoTime();
        this.timers = new TimerWheel(now);
    }

    void start() {
        hire();
    }

    /** Ends the loop; its sockets must have been closed. */
    void stop() {
        post(() -> stopping = true);
    }

    boolean hasStopped() {
        return stopping && carrier == null;
    }

    /** A connection joins the loop. */
    void enter() {
        members.incrementAndGet();
    }

    /** A connection has left the loop; or no new ones will come. The last to leave stops it. */
    void leave() {
        if (members.decrementAndGet() == 0) {
            stop();
        }
    }

    Poller poller() {
        return poller;
    }

    /** Returns the worker whose thread carries the loop. */
    Worker carrier() {
        return carrier;
    }

    boolean isCarriedByThisThread() {
        Worker worker = carrier;
        return worker != null && worker.thread == Thread.currentThread();
    }

    /** The time of the last look at the sockets, or, if there are timers, of the present event: costs next to nothing. */
    long now() {
        return now;
    }

    /** Returns the deadlines of the loop's connections; for the loop's thread. */
    TimerWheel timers() {
        return timers;
    }

    /** Runs a task on the loop's thread: now, if this is it, else soon. */
    void run(Runnable task) {
        if (isCarriedByThisThread()) {
            task.run();
        } else {
            post(task);
        }
    }

    /** Runs a task on the loop's thread, soon. */
    void post(Runnable task) {
        tasks.add(task);
        if (asleep && !isCarriedByThisThread()) {
            asleep = false;
            poller.wakeup();
        }
    }

    /** Lets another thread carry the loop if a call for the given connection keeps the present one. */
    void rescueFrom(Turn blocking) {
        Worker blocked = carrier;
        if (blocked != null && blocked.gate.lose(blocking)) {
            hire();
        }
    }

    /**
     * Lets another thread carry the loop if the call that runs now is the one that ran at the last look. To be called now and
     * then, by one thread.
     *
     * @return the connection whose call blocked the loop, or null if none did
     */
    Connection rescueIfBlocked() {
        Worker worker = carrier;
        if (worker == null) {
            return null;
        }
        Connection calling = worker.gate.calling();
        long calls = worker.gate.calls();
        boolean blocked = calling != null && worker == watched && calls == callsSeen;
        watched = worker;
        callsSeen = calls;
        if (blocked && worker.gate.lose(calling)) {
            hire();
            return calling;
        }
        return null;
    }

    private void hire() {
        Worker worker = new Worker(this, host.chunks());
        worker.thread = new LoopThread(() -> carry(worker), name);
        carrier = worker;
        worker.thread.start();
    }

    private void carry(Worker me) {
        while (carrier == me) {
            try {
                step(me);
            } catch (Throwable t) {
                // Whatever it is, memory that has run out, say: a loop goes on, or all its connections would be lost.
                failed(t);
            }
        }
    }

    private void step(Worker me) throws IOException {
        if (next < ready) {
            serve(next++);
        } else if (stopping) {
            carrier = null;
            poller.close();
        } else {
            runTasks(me);
            if (carrier == me) {
                look();
            }
        }
    }

    private void failed(Throwable cause) {
        try {
            failures.accept(cause);
        } catch (Throwable notEvenThat) {
            Thread.onSpinWait();
        }
    }

    private void serve(int index) {
        Pollable target = poller.target(index);
        if (target != null) {
            target.ready(poller.readiness(index));
            if (!timers.isEmpty()) {
                now = host.nanoTime();
            }
        }
    }

    private void runTasks(Worker me) {
        for (int i = 0; i < TASKS_BETWEEN_LOOKS && carrier == me; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            task.run();
        }
    }

    private void look() throws IOException {
        next = 0;
        ready = 0;
        asleep = true;
        try {
            ready = poller.await(tasks.isEmpty() && !stopping ? millisToNextTimer() : 0);
        } finally {
            asleep = false;
        }
        now = host.nanoTime();
        timers.advance(now);
    }

    private long millisToNextTimer() {
        long nanos = timers.nanosToNext(now);
        return nanos < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }
}
