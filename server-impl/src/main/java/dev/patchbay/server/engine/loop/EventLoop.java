package dev.patchbay.server.engine.loop;

import dev.patchbay.api.runtime.LoopSnapshot;
import dev.patchbay.server.poll.Pollable;
import dev.patchbay.server.poll.Poller;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Waits for sockets and runs what has to be run on the loop's thread.
 *
 * <p>All that the loop is stands in this object, nothing on its thread's stack: the poller, the events that are not served
 * yet, the tasks. So when a handler blocks the thread that carries the loop, {@link #rescueIfBlocked} lets another thread carry it
 * on from the very next event; the blocked thread finishes the turn that it has and then ends. The successor is there, started
 * and waiting, before anything is taken from the blocked thread: if there is no memory or no thread for it, nothing has changed.
 *
 * <p>The loop lives until its last member has left: each connection is one, and so is whoever may still bring new ones. Then
 * it runs the tasks that are left and closes its poller.
 *
 * <p>{@link #post}, {@link #line}, {@link #rescueFrom} and {@link #leave} may be called from any thread.
 */
public final class EventLoop {

    private static final int TASKS_BETWEEN_LOOKS = 256;

    /** What a loop does after a failure of its own, so that it does not turn at full speed. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final VarHandle LINE;
    private static final VarHandle ASLEEP;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            LINE = lookup.findVarHandle(EventLoop.class, "line", LoopTask.class);
            ASLEEP = lookup.findVarHandle(EventLoop.class, "asleep", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final String name;
    private final ClassLoader loader = Thread.currentThread().getContextClassLoader();
    private final EngineResources resources;
    private final Poller poller;
    private final Consumer<Throwable> failures;
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final LoopCounters counters = new LoopCounters();

    /** Connections that wait for their turn, the newest first, linked through themselves: to queue up costs no memory. */
    private volatile LoopTask line;

    /** Whose thread carries the loop; it alone touches the fields below that are not volatile. */
    private volatile Worker carrier;

    /** Whether the carrier waits, or is about to: then whoever posts a task wakes it. */
    private volatile boolean asleep;

    /** Whether the last member has left. */
    private volatile boolean stopping;

    /** Connections of this loop, and one for as long as new ones may come. */
    private final AtomicInteger members = new AtomicInteger(1);

    /** Whether new connections may come. */
    private volatile boolean open = true;

    private volatile long rescues;

    /** What the last look for a blocked carrier saw; touched by whoever looks. */
    private Worker watched;

    private long callsSeen;

    private final TimerWheel timers;

    /** Those whose turn it is, the first who came first. */
    private LoopTask atTurn;

    private int ready;
    private int next;
    private long now;

    /**
     * Makes a loop.
     *
     * @param failures is told what a task or the poller threw
     */
    public EventLoop(String name, EngineResources resources, Poller poller, Consumer<Throwable> failures) {
        this.name = name;
        this.resources = resources;
        this.poller = poller;
        this.failures = failures;
        this.now = resources.nanoTime();
        this.timers = new TimerWheel(now);
    }

    /** Starts the thread that carries the loop; if that fails, the caller closes the poller. */
    public void start() {
        Worker first = new Worker(this, resources.chunks());
        carrier = first;
        thread(first).start();
    }

    public boolean hasStopped() {
        return stopping && carrier == null;
    }

    /** A connection joins the loop; returns false if no new ones may come and the last has left. */
    public boolean tryEnter() {
        int now;
        do {
            now = members.get();
            if (now == 0) {
                return false;
            }
        } while (!members.compareAndSet(now, now + 1));
        return true;
    }

    /** A connection has left the loop. The last member to leave stops it. */
    public void leave() {
        if (members.decrementAndGet() == 0) {
            stopping = true;
            wake();
        }
    }

    /** No new connections will come; calls after the first do nothing. */
    public synchronized void retire() {
        if (open) {
            open = false;
            leave();
        }
    }

    public Poller poller() {
        return poller;
    }

    public LoopCounters counters() {
        return counters;
    }

    /** Returns the worker whose thread carries the loop. */
    public Worker carrier() {
        return carrier;
    }

    public boolean isCarriedByThisThread() {
        Worker worker = carrier;
        return worker != null && worker.thread == Thread.currentThread();
    }

    /** Returns whether a call keeps the loop's thread at this moment. */
    public boolean isKept() {
        Worker worker = carrier;
        return worker != null && worker.gate.calling() != null;
    }

    /** The time of the last look at the sockets, or, if there are timers, of the present event: costs next to nothing. */
    public long now() {
        return now;
    }

    /** Returns the deadlines of the loop's connections; for the loop's thread. */
    public TimerWheel timers() {
        return timers;
    }

    /** Returns how the loop is. */
    public LoopSnapshot snapshot() {
        Worker worker = carrier;
        boolean calling = worker != null && worker.gate.calling() != null;
        long nanos = calling ? Math.max(0, resources.nanoTime() - worker.gate.since()) : 0;
        return new LoopSnapshot(name, members.get() - (open ? 1 : 0), Duration.ofNanos(nanos), rescues);
    }

    // ---- what is to be run

    /** Runs a task on the loop's thread: now, if this is it, else soon. */
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

    /** Gives a connection its turn on the loop's thread, soon. Needs no memory. */
    public void line(LoopTask turn) {
        LoopTask before;
        do {
            before = line;
            turn.nextInQueue = before;
        } while (!LINE.compareAndSet(this, before, turn));
        wakeUnlessMine();
    }

    /** Wakes the carrier if it waits though there is something to do: when that was posted, waking may have failed. */
    public void wakeIfWanted() {
        poller.repeatFailedWakeup();
        if (!isQuiet() && asleep) {
            wake();
        }
    }

    private void wakeUnlessMine() {
        if (asleep && !isCarriedByThisThread()) {
            wake();
        }
    }

    /** What was posted is posted, whatever fails here. */
    private void wake() {
        boolean mine = false;
        try {
            mine = ASLEEP.compareAndSet(this, true, false);
            if (mine) {
                poller.wakeup();
            }
        } catch (Throwable t) {
            // The next who posts tries again, or the next look for blocked loops.
            if (mine) {
                asleep = true;
            }
        }
    }

    // ---- who carries the loop

    /**
     * Lets another thread carry the loop if a call for the given connection keeps the present one.
     *
     * @return whether it was taken from that call now
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
            failed(noSuccessor);
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
        return taken;
    }

    /**
     * Lets another thread carry the loop if the call that runs now is the one that ran at the last look. To be called now and
     * then, by one thread.
     *
     * @return the connection whose call blocked the loop, or null if none did
     */
    public Object rescueIfBlocked() {
        Worker worker = carrier;
        if (worker == null) {
            return null;
        }
        Object calling = worker.gate.calling();
        long calls = worker.gate.calls();
        boolean blocked = calling != null && worker == watched && calls == callsSeen;
        watched = worker;
        callsSeen = calls;
        return blocked && rescueFrom(calling) ? calling : null;
    }

    /**
     * Lets a fresh thread carry the loop on, soon: what the calls of a handler that has gone have left in thread locals, and
     * the classes of its bundle with it, goes with the old thread.
     */
    public void renewThread() {
        post(() -> {
            Worker successor = new Worker(this, resources.chunks());
            thread(successor).start();
            carrier = successor;
            LockSupport.unpark(successor.thread);
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
                // Whatever it is, memory that has run out, say: a loop goes on, or all its connections would be lost.
                failed(t);
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
        me.thread = null;
        me.dismiss(resources.chunks());
    }

    private void failed(Throwable cause) {
        try {
            failures.accept(cause);
        } catch (Throwable notEvenThat) {
            Thread.onSpinWait();
        }
    }

    // ---- a step

    private void step(Worker me) throws IOException {
        if (next < ready) {
            serve(next++);
            return;
        }
        runLine(me);
        runTasks(me);
        if (carrier != me) {
            return;
        }
        if (stopping && line == null && tasks.isEmpty()) {
            carrier = null;
            poller.close();
        } else {
            look();
        }
    }

    private void serve(int index) {
        Pollable target = poller.target(index);
        if (target != null) {
            target.ready(poller.readiness(index));
            if (!timers.isEmpty()) {
                now = resources.nanoTime();
            }
        }
    }

    /** The turns of those who are in line by now, the first who came first. */
    private void runLine(Worker me) {
        if (atTurn == null && line != null) {
            atTurn = inOrder((LoopTask) LINE.getAndSet(this, null));
        }
        while (atTurn != null && carrier == me) {
            LoopTask turn = atTurn;
            atTurn = turn.nextInQueue;
            turn.nextInQueue = null;
            turn.run();
        }
    }

    private static LoopTask inOrder(LoopTask newest) {
        LoopTask reversed = null;
        for (LoopTask turn = newest; turn != null; ) {
            LoopTask older = turn.nextInQueue;
            turn.nextInQueue = reversed;
            reversed = turn;
            turn = older;
        }
        return reversed;
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
            ready = poller.await(isQuiet() ? millisToNextTimer() : 0);
        } finally {
            asleep = false;
        }
        now = resources.nanoTime();
        timers.advance(now);
    }

    private boolean isQuiet() {
        return line == null && tasks.isEmpty() && !stopping;
    }

    private long millisToNextTimer() {
        long nanos = timers.nanosToNext(now);
        return nanos < 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1;
    }
}
