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
 * Something that threads take turns at: a {@link Connection}.
 *
 * <p>Whatever happens to it is a bit in {@link #signals}. Whoever sets the first bit while it is at rest arranges for its
 * turn; the turn takes the bits, serves them, and comes to rest when no new ones were set meanwhile. So exactly one thread
 * at a time has the turn, it alone touches what belongs to the turn, and each turn happens-before the next. For a handler of
 * kind EVENT_LOOP the turn runs on the loop's thread, for VIRTUAL on a thread that may block; a swap from one kind to the
 * other moves the turn.
 *
 * <pre>
 *   at rest --signal--&gt; turn runs --no new bits--&gt; at rest
 *                        |  ^ new bits: serve them
 *                        +--+ wrong kind of thread, or others have waited long enough: the turn is arranged anew
 *                        +--- ended: stays "running" for ever, so that nothing runs any more
 * </pre>
 *
 * <p>Nothing that a turn throws leaves it taken: it is arranged anew, and a connection that cannot be served ends.
 */
public abstract class Strand extends LoopTask implements Pollable {

    /** Something other than the socket wants to be looked at: a swap, a task, output, a drain, an end. */
    public static final int NUDGE = 16;

    private static final int RUNNING = 1 << 31;

    private static final long SHORTAGE_PAUSE_MILLIS = 20;

    private static final VarHandle SIGNALS;

    static {
        try {
            SIGNALS = MethodHandles.lookup().findVarHandle(Strand.class, "signals", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** How a round of service ended. */
    enum Outcome {
        /** There is nothing more to do until a signal comes. */
        REST,
        /** The turn has to go on: on another kind of thread, or after others had theirs. */
        TURN_ANEW,
        /** The turn has to go on, but not at once: there is no memory for it. */
        TURN_LATER,
        /** There will be no more turns. */
        ENDED
    }

    private final ConnectionHost host;
    private final EventLoop loop;

    /** At first the turn is taken: by whoever sets things up. */
    private volatile int signals = RUNNING;

    /** Who has the turn. Others read it after they have set a bit in {@link #signals}, and so see the last writer's. */
    private Worker worker;

    public Strand(ConnectionHost host, EventLoop loop) {
        this.host = host;
        this.loop = loop;
    }

    // ---- what there is to do, and where

    /** Serves what the bits say; called by whoever has the turn. Throws nothing but what the virtual machine throws itself. */
    abstract Outcome serve(Worker mine, int bits);

    /** Returns whether the next turn belongs on the loop's thread. Asked by whoever arranges it. */
    abstract boolean isForLoop();

    /** Returns whether the socket's news are to interrupt a call that may block. For any thread. */
    abstract boolean isInterruptedBy(int readiness);

    /** Returns whether every signal is to interrupt a call that may block. For any thread. */
    abstract boolean isEnding();

    // ---- the turn

    /** All is set up: whatever has happened by now has its turn. */
    void firstRun() {
        SIGNALS.getAndBitwiseOr(this, NUDGE);
        schedule();
    }

    /** News of the socket for the turn; on the loop's thread. */
    void news(int readiness) {
        int before = (int) SIGNALS.getAndBitwiseOr(this, readiness | RUNNING);
        if ((before & RUNNING) == 0) {
            if (isForLoop()) {
                take(loop.carrier());
            } else {
                runBlocking();
            }
        } else {
            disturb(isInterruptedBy(readiness));
        }
    }

    /** Says that something has happened, and arranges for the turn if nobody has it. For any thread. */
    public void signal(int bits) {
        int before = (int) SIGNALS.getAndBitwiseOr(this, bits | RUNNING);
        if ((before & RUNNING) == 0) {
            schedule();
        } else {
            disturb(isEnding());
        }
    }

    /** Runs the turn on whatever thread this is: called by an event loop or by a thread that may block. */
    @Override
    public void run() {
        if (loop.isCarriedByThisThread()) {
            take(loop.carrier());
            return;
        }
        // What an earlier task has left on a pooled thread is no business of this connection.
        Thread.interrupted();
        Worker borrowed;
        try {
            borrowed = host.resources().borrow();
        } catch (Error noMemory) {
            takeLater("no memory for a turn of ", noMemory);
            return;
        }
        try {
            take(borrowed);
        } finally {
            host.resources().giveBack(borrowed);
        }
    }

    private void take(Worker mine) {
        worker = mine;
        for (; ; ) {
            Outcome outcome = served(mine);
            if (outcome == Outcome.ENDED) {
                worker = null;
                return;
            }
            worker = null;
            if (outcome == Outcome.TURN_ANEW) {
                schedule();
                return;
            }
            if (outcome == Outcome.TURN_LATER) {
                host.resources().postpone(this);
                return;
            }
            if (rest()) {
                return;
            }
            worker = mine;
        }
    }

    private boolean rest() {
        try {
            return SIGNALS.compareAndSet(this, RUNNING, 0);
        } catch (Error noMemoryToLinkIt) {
            host.resources().postpone(this);
            return true;
        }
    }

    private Outcome served(Worker mine) {
        try {
            return serve(mine, (int) SIGNALS.getAndSet(this, RUNNING));
        } catch (Throwable t) {
            return Outcome.TURN_ANEW;
        }
    }

    /** Lets the turn be taken, on the right kind of thread; for whoever has it and goes no further. */
    @Override
    public void schedule() {
        try {
            if (isForLoop()) {
                loop.enqueue(this);
            } else {
                runBlocking();
            }
        } catch (Error noMemory) {
            // The virtual machine could not even link what takes none; nothing has been arranged.
            host.resources().postpone(this);
        }
    }

    private void runBlocking() {
        try {
            host.resources().runBlocking(this);
        } catch (Error noMoreThreads) {
            takeLater("no thread for ", noMoreThreads);
        }
    }

    private void takeLater(String why, Error cause) {
        Retry retry = null;
        try {
            host.complain(why + this + "; trying again until there is", cause);
            retry = new Retry(this);
            host.resources().timer().schedule(retry, SHORTAGE_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (Error notEvenForThat) {
            // The timer can have taken it all the same, and then failed to start its thread.
            if (retry == null || retry.isMine()) {
                host.resources().postpone(this);
            }
        }
    }

    /** Arranges a turn once, by whoever comes first. */
    private static final class Retry extends AtomicBoolean implements Runnable {

        private static final long serialVersionUID = 1L;

        private final transient Strand turn;

        Retry(Strand turn) {
            this.turn = turn;
        }

        boolean isMine() {
            return compareAndSet(false, true);
        }

        @Override
        public void run() {
            if (isMine()) {
                turn.runBlocking();
            }
        }
    }

    // ---- who has it

    /** Somebody has the turn and may wait in it, in the handler. */
    private void disturb(boolean interrupt) {
        Worker running = worker;
        if (interrupt && running != null && running.mayBlock()) {
            running.gate.interrupt(this);
        }
    }

    /** Interrupts the call that is running, if it is one that may block. */
    void interruptCall() {
        disturb(true);
    }

    /** Interrupts the call that is running, even if it keeps an event loop, which is taken from it. */
    void interruptByForce() {
        Worker running = worker;
        if (running != null) {
            running.gate.interrupt(this);
        }
        loop.rescueFrom(this);
    }

    public boolean isHeldByThisThread() {
        Worker running = worker;
        return running != null && running.thread == Thread.currentThread();
    }

    /** Returns the gate of the call that this thread makes, if it is one for this connection or one on an event loop. */
    CallGate gateOfThisThread() {
        Worker running = worker;
        Thread me = Thread.currentThread();
        if (running != null && running.thread == me) {
            return running.gate;
        }
        return me instanceof LoopThread carrier ? carrier.worker.gate : null;
    }

    /** Returns the call into the handler that is running, or null. Sure for whoever has just set a signal, else a moment old. */
    CallGate.Call call() {
        Worker running = worker;
        return running == null ? null : running.gate.call(this);
    }

    /** Returns the time of this turn; for whoever has it. */
    long turnNanos() {
        Worker running = worker;
        return running != null && running.loop == loop
                ? loop.now()
                : host.resources().nanoTime();
    }

    /** Returns whether a signal has come that the turn has not seen yet. */
    boolean isSignalled(int bit) {
        return (signals & bit) != 0;
    }

    public EventLoop loop() {
        return loop;
    }

    ConnectionHost host() {
        return host;
    }
}
