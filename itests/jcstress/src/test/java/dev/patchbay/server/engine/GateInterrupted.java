package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.engine.loop.CallGate;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZL_Result;

/**
 * A call is interrupted from another thread while it returns and the next one, for another connection, begins: when the
 * thread has left the gate and dropped its interrupt none comes any more, and the next call never sees it.
 */
@JCStressTest
@State
@Outcome(id = "true, clean", expect = ACCEPTABLE, desc = "The call was interrupted.")
@Outcome(id = "false, clean", expect = ACCEPTABLE, desc = "The call had not begun, or was over.")
@Outcome(expect = FORBIDDEN)
public class GateInterrupted {

    private static final Connection MEANT = new TurnClosed().connection;
    private static final Connection OTHER = new TurnClosed().connection;

    private final CallGate gate = new CallGate();

    /** Makes two calls. */
    @Actor
    public void calls(ZL_Result result) {
        gate.enter(MEANT, 0);
        gate.exit();
        Thread.interrupted();
        gate.enter(OTHER, 0);
        boolean hit = Thread.currentThread().isInterrupted();
        gate.exit();
        boolean left = Thread.interrupted();
        result.r2 = hit ? "the wrong call was interrupted" : left ? "an interrupt is left" : "clean";
    }

    /** Cuts the first call short. */
    @Actor
    public void interrupts(ZL_Result result) {
        result.r1 = gate.interrupt(MEANT);
    }
}
