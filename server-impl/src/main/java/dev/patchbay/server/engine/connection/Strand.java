package dev.patchbay.server.engine.connection;

import dev.patchbay.server.engine.loop.CallGate;
import dev.patchbay.server.engine.loop.EventLoop;
import dev.patchbay.server.engine.loop.LoopTask;
import dev.patchbay.server.engine.loop.LoopThread;
import dev.patchbay.server.engine.loop.Worker;
import dev.patchbay.server.poll.Pollable;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Serial execution of one {@link Connection} on changing threads.
 *
 * <p>Every event of the connection is a bit in {@link #signals}. The thread that sets a bit while the strand is idle schedules
 * it. The strand then takes all bits, serves them, and becomes idle if no bit has been set in the meantime. At most one thread
 * runs the strand at a time. Only that thread touches what the strand owns, and each run happens-before the next.
 *
 * <p>For a handler of kind EVENT_LOOP the strand runs on the loop's thread. For VIRTUAL it runs on a thread that may block. A
 * swap from one kind to the other moves the strand.
 *
 * <pre>
 *   idle --signal--&gt; running --no new bits--&gt; idle
 *                     |  ^ new bits: serve them
 *                     +--+ wrong kind of thread, or other connections have waited long enough: schedule again
 *                     +--- ended: the strand stays "running", so nothing runs it again
 * </pre>
 *
 * <p>An exception never leaves the strand unscheduled: it is scheduled again, and a connection that cannot be served ends.
 */
public abstract class Strand extends LoopTask implements Pollable {

    private static final StackTraceElement[] NOWHERE = {};

    /** The bit for every event that the socket does not report: a swap, a task, output, a drain, an end. */
    public static final int NUDGE = 16;

    private static final int RUNNING = 1 << 31;

    /** Stands for the bits that {@link #signals} has by then. */
    private static final int NOT_TAKEN = RUNNING;

    private static final long RETRY_MILLIS = 20;

    private static final VarHandle SIGNALS;

    static {
        try {
            SIGNALS = MethodHandles.lookup().findVarHandle(Strand.class, "signals", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The result of one round of service. */
    enum Outcome {
        /** Nothing is left to do until the next signal. */
        IDLE,
        /** The strand must run again: on another kind of thread, or after other connections. */
        RESCHEDULE,
        /** The strand must run again, but only after a pause, because memory is short. */
        RETRY_LATER,
        /** The strand never runs again. */
        ENDED
    }

    private final ConnectionHost host;
    private final EventLoop loop;

    /** Written by any thread, atomically. The initial value keeps the strand from running until {@link #start}. */
    private volatile int signals = RUNNING;

    /**
     * The worker of the thread that runs the strand, or null. Owned by the strand. A thread that reads the field after it has
     * set a bit in {@link #signals} sees the value of the run that has to serve the bit.
     */
    private Worker worker;

    Strand(ConnectionHost host, EventLoop loop) {
        this.host = host;
        this.loop = loop;
    }

    // ---- implemented by the connection

    /** Serves the given bits on the strand. Throws only errors that the virtual machine raises by itself. */
    abstract Outcome serve(Worker worker, int bits);

    /** Returns whether the next run belongs on the loop's thread. Called by the thread that schedules the strand. */
    abstract boolean isForLoop();

    /** Returns whether this readiness of the socket interrupts a call that may block. For any thread. */
    abstract boolean isInterruptedBy(int readiness);

    /** Returns whether every signal interrupts a call that may block. For any thread. */
    abstract boolean isEnding();

    // ---- running

    /** Allows the strand to run, and schedules it for everything that has happened so far. */
    void start() {
        SIGNALS.getAndBitwiseOr(this, NUDGE);
        schedule();
    }

    /** Signals readiness of the socket, and runs the strand at once if it is idle and belongs here. On the loop's thread. */
    void signalFromLoop(int readiness) {
        int before = signals;
        if ((before & RUNNING) == 0 && isForLoop() && SIGNALS.compareAndSet(this, before, RUNNING)) {
            // The usual case: the bits need not be set and taken again. If the strand belongs elsewhere by now, serve
            // says so.
            runWith(loop.carrier(), before | readiness);
            return;
        }
        before = (int) SIGNALS.getAndBitwiseOr(this, readiness | RUNNING);
        if ((before & RUNNING) != 0) {
            interruptCallWhile(readiness);
        } else if (isForLoop()) {
            runWith(loop.carrier(), NOT_TAKEN);
        } else {
            runBlocking();
        }
    }

    /** Signals an event, and schedules the strand if it is idle. For any thread. */
    public void signal(int bits) {
        int before = (int) SIGNALS.getAndBitwiseOr(this, bits | RUNNING);
        if ((before & RUNNING) == 0) {
            schedule();
        } else {
            interruptCallIf(isEnding());
        }
    }

    /** Runs the strand on the current thread: an event loop's, or one that may block. */
    @Override
    public void run() {
        if (loop.isCarriedByThisThread()) {
            runWith(loop.carrier(), NOT_TAKEN);
            return;
        }
        // An earlier task may have left an interrupt on a pooled thread.
        Thread.interrupted();
        Worker borrowed;
        try {
            borrowed = host.resources().borrow();
        } catch (Error noMemory) {
            retryLater("no memory to serve ", noMemory);
            return;
        }
        try {
            runWith(borrowed, NOT_TAKEN);
        } finally {
            host.resources().giveBack(borrowed);
        }
    }

    private void runWith(Worker runner, int taken) {
        worker = runner;
        for (int bits = taken; ; bits = NOT_TAKEN) {
            Outcome outcome = serveOrRepeat(runner, bits);
            // Before the strand is given up: the next thread sets the field itself.
            worker = null;
            if (outcome == Outcome.ENDED) {
                return;
            }
            if (outcome == Outcome.RESCHEDULE) {
                schedule();
                return;
            }
            if (outcome == Outcome.RETRY_LATER) {
                host.resources().postpone(this);
                return;
            }
            if (becomeIdle()) {
                return;
            }
            worker = runner;
        }
    }

    private boolean becomeIdle() {
        try {
            return SIGNALS.compareAndSet(this, RUNNING, 0);
        } catch (Error noMemoryToLinkIt) {
            host.resources().postpone(this);
            return true;
        }
    }

    private Outcome serveOrRepeat(Worker runner, int bits) {
        try {
            return serve(runner, bits == NOT_TAKEN ? (int) SIGNALS.getAndSet(this, RUNNING) : bits);
        } catch (Throwable t) {
            return Outcome.RESCHEDULE;
        }
    }

    /** Schedules the strand on the right kind of thread. Called by the thread that holds the strand, as its last step. */
    @Override
    public void schedule() {
        try {
            if (isForLoop()) {
                loop.enqueue(this);
            } else {
                runBlocking();
            }
        } catch (Error noMemory) {
            // The virtual machine could not link code that needs no memory itself. Nothing has been scheduled.
            host.resources().postpone(this);
        }
    }

    private void runBlocking() {
        try {
            host.resources().runBlocking(this);
        } catch (Error noMoreThreads) {
            retryLater("no thread to serve ", noMoreThreads);
        }
    }

    private void retryLater(String why, Error cause) {
        Retry retry = null;
        try {
            host.reportShortage(why + this + "; retrying every " + RETRY_MILLIS + " ms", cause);
            retry = new Retry(this);
            host.resources().timer().schedule(retry, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        } catch (Error noMemoryForTheTimer) {
            // The timer may have accepted the retry and then failed to start its thread.
            if (retry == null || retry.claim()) {
                host.resources().postpone(this);
            }
        }
    }

    /** Runs the strand once, for the first thread that claims it. */
    private static final class Retry extends AtomicBoolean implements Runnable {

        private static final long serialVersionUID = 1L;

        private final transient Strand strand;

        Retry(Strand strand) {
            this.strand = strand;
        }

        boolean claim() {
            return compareAndSet(false, true);
        }

        @Override
        public void run() {
            if (claim()) {
                strand.runBlocking();
            }
        }
    }

    // ---- the thread that runs the strand

    /** Interrupts the running call if it may block. For any thread. */
    void interruptCall() {
        interruptCallIf(true);
    }

    /** Interrupts the running call if it may block and this readiness is a reason to; the call may withdraw the reason. */
    private void interruptCallWhile(int readiness) {
        Worker running = worker;
        if (running != null && running.mayBlock() && isInterruptedBy(readiness)) {
            running.gate.interruptRevocably(this, () -> isInterruptedBy(readiness));
        }
    }

    private void interruptCallIf(boolean interrupt) {
        Worker running = worker;
        if (interrupt && running != null && running.mayBlock()) {
            running.gate.interrupt(this);
        }
    }

    /** Interrupts the running call even if it occupies an event loop, and moves the loop to another thread. For any thread. */
    void interruptByForce() {
        Worker running = worker;
        if (running != null) {
            running.gate.interrupt(this);
        }
        loop.rescueFrom(this);
    }

    /** Returns whether the current thread runs the strand. */
    public boolean isHeldByThisThread() {
        Worker running = worker;
        return running != null && running.thread == Thread.currentThread();
    }

    /** Returns the worker of the current thread. Only for the thread that runs the strand. */
    Worker worker() {
        return worker;
    }

    /** Returns the gate of the call that the current thread makes for this connection or on an event loop; else null. */
    CallGate gateOfThisThread() {
        Worker running = worker;
        Thread current = Thread.currentThread();
        if (running != null && running.thread == current) {
            return running.gate;
        }
        return current instanceof LoopThread carrier ? carrier.worker.gate : null;
    }

    /** Returns where the running call into the handler is; empty if there is none. For any thread. */
    public StackTraceElement[] callStack() {
        Worker running = worker;
        Thread thread = running == null ? null : running.thread;
        StackTraceElement[] stack = thread == null ? NOWHERE : thread.getStackTrace();
        return running != null && running.gate.calling() == this ? stack : NOWHERE;
    }

    /**
     * Returns the running call into the handler, or null. The result is certain for a thread that has just set a signal. For
     * other threads it may be slightly out of date.
     */
    CallGate.Call call() {
        Worker running = worker;
        return running == null ? null : running.gate.call(this);
    }

    /** Returns the current time. On a loop it is the time at which the loop last looked at the clock. On the strand. */
    long nowNanos() {
        Worker running = worker;
        return running != null && running.loop == loop
                ? loop.now()
                : host.resources().nanoTime();
    }

    /** Returns whether a signal has been set that the strand has not taken yet. */
    boolean isSignalled(int bit) {
        return (signals & bit) != 0;
    }

    /** Returns whether something has happened that was not served yet. For any thread. */
    boolean isScheduled() {
        return signals != 0;
    }

    /** Returns the event loop that the connection belongs to. */
    public EventLoop loop() {
        return loop;
    }

    ConnectionHost host() {
        return host;
    }
}
