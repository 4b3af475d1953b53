package dev.patchbay.server.engine.loop;

import dev.patchbay.server.poll.Poller;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** Wakes the thread that carries an event loop, if that thread waits in the poller. May be used by any thread. */
final class LoopWakeup {

    private static final VarHandle ASLEEP;

    static {
        try {
            ASLEEP = MethodHandles.lookup().findVarHandle(LoopWakeup.class, "asleep", boolean.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Poller poller;

    /**
     * Whether the carrier waits or is about to. Set by the carrier; cleared by the carrier or by a thread that wakes
     * it.
     */
    private volatile boolean asleep;

    LoopWakeup(Poller poller) {
        this.poller = poller;
    }

    /**
     * Announces that the carrier is about to wait, or has waited. Called by the carrier, which looks for work between
     * the announcement and the wait: work that is posted later finds the announcement.
     */
    void setAsleep(boolean waits) {
        asleep = waits;
    }

    /** Returns whether the carrier waits or is about to. */
    boolean isAsleep() {
        return asleep;
    }

    /** Wakes the carrier if it is asleep. Never throws: the task that was posted stays posted, whatever fails here. */
    void wake() {
        boolean mine = false;
        try {
            mine = ASLEEP.compareAndSet(this, true, false);
            if (mine) {
                poller.wakeup();
            }
        } catch (Throwable t) {
            // The next thread that posts tries again, and so does EventLoop.repeatFailedWakeup.
            if (mine) {
                asleep = true;
            }
        }
    }
}
