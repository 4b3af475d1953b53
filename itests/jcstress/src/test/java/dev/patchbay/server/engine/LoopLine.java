package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.patchbay.server.engine.loop.EventLoop;
import dev.patchbay.server.engine.loop.LoopTask;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Connections queue up for their turn on a loop while its carrier takes those who are there: each has its turn once, and those
 * whom one thread has queued up have theirs in that order.
 */
@JCStressTest
@State
@Outcome(id = "123", expect = ACCEPTABLE, desc = "However many at once.")
@Outcome(expect = FORBIDDEN)
public class LoopLine {

    private final EventLoop loop = new EventLoop("line", Rig.HOST, null, failure -> {});

    /** Who had a turn. Owned by the carrier. */
    private String turns = "";

    /** Whoever arranges turns. */
    @Actor
    public void others() {
        loop.enqueue(new Waiting(1));
        loop.enqueue(new Waiting(2));
        loop.enqueue(new Waiting(3));
    }

    /** The thread that carries the loop. */
    @Actor
    public void carrier() {
        Rig.runLoop(loop);
        Rig.runLoop(loop);
        Rig.runLoop(loop);
    }

    /** Looks at the end. */
    @Arbiter
    public void end(L_Result result) {
        Rig.runLoop(loop);
        result.r1 = turns;
    }

    /** A task that notes that it has run. */
    private final class Waiting extends LoopTask {
        private final int number;

        Waiting(int number) {
            this.number = number;
        }

        @Override
        public void run() {
            turns += number;
        }

        @Override
        public void schedule() {
            loop.enqueue(this);
        }
    }
}
