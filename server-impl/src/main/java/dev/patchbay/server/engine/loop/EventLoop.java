package dev.patchbay.server.engine.loop;

import dev.patchbay.api.runtime.LoopSnapshot;
import dev.patchbay.server.poll.Pollable;
import dev.patchbay.server.poll.Poller;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Waits for sockets, and runs tasks on the thread that carries the loop.
 *
 * <p>The whole state of the loop is in this object and none of it on the thread's stack: the poller, the events not yet served,
 * the tasks, the timers. When a handler blocks the carrier, {@link #rescueIfBlocked} therefore lets another thread continue with
 * the very next event. The blocked thread finishes the strand that it runs, and then ends. The successor is started and waits
 * before the loop is taken from the blocked thread: if there is no memory or no thread for it, nothing has changed.
 *
 * <p>The loop lives until its last member has left. Each connection is a member, and the server is one for as long as new
 * connections may come. Then the loop runs the remaining tasks and closes its poller. A task or poller that throws is reported,
 * and the loop goes on after a short pause.
 *
 * <p>{@link #post}, {@link #enqueue}, {@link #rescueFrom}, {@link #tryEnter}, {@link #leave} and {@link #retire} may be called
 * from any thread.
 */
public final class EventLoop {

    /** The number of tasks that run before the loop looks at its sockets again. */
    private static final int TASKS_BETWEEN_POLLS = 256;

    /** The pause after a failure of the loop itself, so that a persistent failure does not keep a core busy. */
    private static final long FAILURE_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** How often the events of a poll are repeated after failures: with those pauses, for about a second. */
    private static final int MOST_REPEATS = 200;

    private final String name;
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final EngineResources resources;
    private final Poller poller;
    private final Consumer<Throwable> failures;
    private final LoopCounters counters = new LoopCounters();
    private final LoopCpuTime cpuTime = new LoopCpuTime();
    private final LoopMembers members = new LoopMembers();
    private final BlockedCallDetector blockedCalls = new BlockedCallDetector();
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** Whether a task that renews the thread is among {@link #tasks}. */
    private final AtomicBoolean renewalWanted = new AtomicBoolean();

    private final LoopQueue queue = new LoopQueue();
    private final LoopWakeup wakeup;

    /** The worker whose thread carries the loop. Written by {@link #start}, by a rescue through its gate, and by the carrier. */
    private volatile Worker carrier;

    /** Whether the last member has left. Never reset. */
    private volatile boolean stopping;

    /** How often the loop was taken from a blocked thread. Written by the thread that takes it. */
    private volatile long rescues;

    /** The deadlines of the loop's connections. Owned by the carrier. */
    private final TimerWheel timers;

    /** Tasks taken from the queue that have not run yet, the oldest first. Owned by the carrier. */
    private LoopTask batch;

    /** How many sockets the last poll found ready. Owned by the carrier. */
    private int ready;

    /** How often events of this poll were repeated. Owned by the carrier. */
    private int repeats;

    /** The next ready socket to serve. Owned by the carrier. */
    private int next;

    /** The time of the last poll, or of the present event if there are timers. Owned by the carrier. */
    private long now;

    /**
     * Creates a loop that is not started.
     *
     * @param failures receives what a task or the poller throws
     */
    public EventLoop(String name, EngineResources resources, Poller poller, Consumer<Throwable> failures) {
        this.name = name;
        this.resources = resources;
        this.poller = poller;
        this.wakeup = new LoopWakeup(poller);
        this.failures = failures;
        this.now = resources.nanoTime();
        this.timers = new TimerWheel(now);
    }

    /** Starts the thread that carries the loop. If this fails, the caller closes the poller. */
    public void start() {
        Worker first = new Worker(this, resources.chunks());
        carrier = first;
        thread(first).start();
    }

    /** Returns whether the loop has run its last task. It closes its poller after that. */
    public boolean hasStopped() {
        return stopping && carrier == null;
    }

    /** Adds a connection to the loop; returns false if the last member has left. */
    public boolean tryEnter() {
        return members.tryEnter();
    }

    /** Removes a connection from the loop. The last member to leave stops it. */
    public void leave() {
        stopIf(members.leave());
    }

    /** Accepts no new connections; calls after the first do nothing. */
    public void retire() {
        stopIf(members.close());
    }

    private void stopIf(boolean lastHasLeft) {
        if (lastHasLeft) {
            stopping = true;
            wakeup.wake();
        }
    }

    public Poller poller() {
        return poller;
    }

    public LoopCounters counters() {
        return counters;
    }

    /** Returns the worker whose thread carries the loop; null before the start and after the end. */
    public Worker carrier() {
        return carrier;
    }

    /** Returns whether the current thread carries the loop. */
    public boolean isCarriedByThisThread() {
        Worker worker = carrier;
        return worker != null && worker.thread == Thread.currentThread();
    }

    /** Returns whether a call occupies the loop's thread at this moment. */
    public boolean isKept() {
        Worker worker = carrier;
        return worker != null && worker.gate.calling() != null;
    }

    /**
     * Returns the time of the last poll or, if the loop has timers, of the event being served. Costs next to nothing.
     * Called by the carrier; other threads may get a value that is out of date.
     */
    public long now() {
        return now;
    }

    /** Returns the deadlines of the loop's connections. Called by the carrier. */
    public TimerWheel timers() {
        return timers;
    }

    /** Returns the state of the loop at this moment. */
    public LoopSnapshot snapshot() {
        Worker worker = carrier;
        boolean calling = worker != null && worker.gate.calling() != null;
        long nanos = calling ? Math.max(0, resources.nanoTime() - worker.gate.since()) : 0;
        Duration cpu = Duration.ofNanos(cpuTime.total(worker == null ? null : worker.thread));
        return new LoopSnapshot(name, members.connections(), Duration.ofNanos(nanos), rescues, cpu);
    }

    // ---- posting

    /** Runs a task on the loop's thread: at once if the caller is that thread, otherwise soon. */
    public void run(Runnable task) {
        if (isCarriedByThisThread()) {
            task.run();
        } else {
            post(task);
        }
    }

    /** Runs a task on the loop's thread, soon. */
    public void post(Runnable task) {
        tasks.add(task);
        wakeUnlessMine();
    }

    /** Runs a strand on the loop's thread, soon. Needs no memory. */
    public void enqueue(LoopTask task) {
        queue.add(task);
        wakeUnlessMine();
    }

    /**
     * Wakes the carrier if it waits although there is work: the wakeup for that work may have failed. Called once a
     * second.
     */
    public void repeatFailedWakeup() {
        poller.repeatFailedWakeup();
        if (!isQuiet() && wakeup.isAsleep()) {
            wakeup.wake();
        }
    }

    private void wakeUnlessMine() {
        if (wakeup.isAsleep() && !isCarriedByThisThread()) {
            wakeup.wake();
        }
    }

    // ---- who carries the loop

    /**
     * Lets another thread carry the loop if a call for the given connection occupies the present one.
     *
     * @return whether this call has taken the loop from that thread
     */
    public boolean rescueFrom(Object blocking) {
        Worker blocked = carrier;
        if (blocked == null || blocked.gate.calling() != blocking) {
            return false;
        }
        Worker successor;
        try {
            successor = new Worker(this, resources.chunks());
            thread(successor).start();
        } catch (OutOfMemoryError noSuccessor) {
            report(noSuccessor);
            return false;
        }
        boolean taken = blocked.gate.lose(blocking);
        if (taken) {
            rescues++;
            carrier = successor;
        } else {
            successor.lost = true;
        }
        LockSupport.unpark(successor.thread);
        if (taken) {
            cpuTime.handedOver(blocked.thread);
        }
        return taken;
    }

    /**
     * Lets another thread carry the loop if the running call was already running at the previous check. Called about
     * once a second, always by the same thread.
     *
     * @return the call that blocked the loop; null if the loop was not blocked
     */
    public BlockedCall rescueIfBlocked() {
        Worker worker = carrier;
        Object blocking = worker == null ? null : blockedCalls.check(worker);
        // The stack is taken after the rescue, which must not fail for want of memory for the stack.
        return blocking != null && rescueFrom(blocking) ? BlockedCall.of(worker, blocking) : null;
    }

    /**
     * Lets a new thread carry the loop, soon. The calls of a removed handler may have left values in the thread locals
     * of the old thread, and with them the classes of the handler's bundle; these go with the old thread. One new thread is
     * enough for all calls until it is there: handlers may be swapped faster than threads can be started.
     */
    public void renewThread() {
        if (renewalWanted.getAndSet(true)) {
            return;
        }
        post(() -> {
            renewalWanted.set(false);
            Worker successor = new Worker(this, resources.chunks());
            thread(successor).start();
            carrier = successor;
            LockSupport.unpark(successor.thread);
            cpuTime.handedOver(Thread.currentThread());
        });
    }

    private LoopThread thread(Worker worker) {
        LoopThread thread = new LoopThread(() -> carry(worker), name, loader);
        worker.thread = thread;
        thread.worker = worker;
        return thread;
    }

    private void carry(Worker me) {
        while (carrier != me && !me.lost) {
            LockSupport.park(this);
        }
        while (carrier == me) {
            try {
                step(me);
            } catch (Throwable t) {
                // Even if memory has run out, the loop goes on: otherwise all its connections would be lost.
                report(t);
                LockSupport.parkNanos(FAILURE_PAUSE_NANOS);
            }
        }
        me.thread = null;
        me.dismiss(resources.chunks());
    }

    private void report(Throwable failure) {
        try {
            failures.accept(failure);
        } catch (Throwable cannotReport) {
            Thread.onSpinWait();
        }
    }

    // ---- a step of the loop

    private void step(Worker me) throws IOException {
        if (next < ready) {
            serve(me, next++);
            return;
        }
        runQueue(me);
        runTasks(me);
        if (carrier != me) {
            return;
        }
        timers.advance();
        if (stopping && queue.isEmpty() && tasks.isEmpty()) {
            carrier = null;
            poller.close();
        } else {
            poll();
        }
    }

    /** Serves an event. One that fails is repeated a few times: the poller reports most of them only once. */
    private void serve(Worker me, int index) {
        try {
            Pollable target = poller.target(index);
            if (target != null) {
                target.ready(poller.readiness(index));
                now = timers.isEmpty() ? now : resources.nanoTime();
            }
        } catch (Throwable t) {
            if (carrier == me && repeats++ < MOST_REPEATS) {
                next = index;
            }
            throw t;
        }
    }

    /** Runs the strands that are in the queue by now, the oldest first. Those added meanwhile run in the next step. */
    private void runQueue(Worker me) {
        if (batch == null && !queue.isEmpty()) {
            batch = queue.takeAll();
        }
        while (batch != null && carrier == me) {
            LoopTask task = batch;
            batch = task.unlink();
            task.run();
        }
    }

    private void runTasks(Worker me) {
        for (int i = 0; i < TASKS_BETWEEN_POLLS && carrier == me; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            task.run();
        }
    }

    private void poll() throws IOException {
        next = 0;
        ready = 0;
        repeats = 0;
        wakeup.setAsleep(true);
        try {
            ready = poller.await(isQuiet() ? millisToNextTimer() : 0);
        } finally {
            wakeup.setAsleep(false);
        }
        now = resources.nanoTime();
        timers.heardUntil(now, poller.hasMore());
    }

    private boolean isQuiet() {
        return queue.isEmpty() && tasks.isEmpty() && !stopping;
    }

    private long millisToNextTimer() {
        long nanos = timers.nanosToNext(now);
        return nanos < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }
}
