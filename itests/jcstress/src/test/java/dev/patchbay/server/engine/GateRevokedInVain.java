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
 * A call that was interrupted for a reason that it may withdraw does so, while another thread interrupts it for good: this
 * interrupt is not undone with the other one.
 */
@JCStressTest
@State
@Outcome(id = "true, interrupted", expect = ACCEPTABLE, desc = "It came during the call.")
@Outcome(id = "false, clean", expect = ACCEPTABLE, desc = "The call had not begun, or was over.")
@Outcome(expect = FORBIDDEN)
public class GateRevokedInVain {

    private static final Connection MEANT = new TurnClosed().connection;

    private final CallGate gate = new CallGate();
    private volatile boolean wanted = true;

    /** Makes a call that withdraws one of two reasons. */
    @Actor
    public void calls(ZL_Result result) {
        gate.enter(MEANT, 0);
        gate.interruptRevocably(MEANT, () -> wanted);
        wanted = false;
        gate.revokeInterrupt();
        gate.exit();
        result.r2 = Thread.interrupted() ? "interrupted" : "clean";
    }

    /** An operator ends the connection. */
    @Actor
    public void ends(ZL_Result result) {
        result.r1 = gate.interrupt(MEANT);
    }
}
