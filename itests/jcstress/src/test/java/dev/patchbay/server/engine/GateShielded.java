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
 * A call is interrupted from another thread while the host reads or writes within it: the thread never sees the interrupt
 * behind the shield, sees it when the shield is down if it came before, and none comes when it has left the gate.
 */
@JCStressTest
@State
@Outcome(id = "true, after the shield", expect = ACCEPTABLE, desc = "It came before the shield was down.")
@Outcome(id = "true, not seen", expect = ACCEPTABLE, desc = "It came at the end of the call.")
@Outcome(id = "false, not seen", expect = ACCEPTABLE, desc = "The call had not begun, or was over.")
@Outcome(expect = FORBIDDEN)
public class GateShielded {

    private static final Connection MEANT = new TurnClosed().connection;

    private final CallGate gate = new CallGate();

    /** Makes a call within which the host writes. */
    @Actor
    public void calls(ZL_Result result) {
        Thread me = Thread.currentThread();
        gate.enter(MEANT, 0);
        gate.shield();
        boolean behind = me.isInterrupted();
        behind |= me.isInterrupted();
        gate.unshield();
        boolean after = me.isInterrupted();
        gate.exit();
        Thread.interrupted();
        boolean left = Thread.interrupted();
        result.r2 = behind ? "behind the shield" : left ? "left" : after ? "after the shield" : "not seen";
    }

    /** Cuts the call short. */
    @Actor
    public void interrupts(ZL_Result result) {
        result.r1 = gate.interrupt(MEANT);
    }
}
