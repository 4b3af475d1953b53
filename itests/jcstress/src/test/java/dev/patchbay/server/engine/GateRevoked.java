package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.engine.loop.CallGate;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * A call withdraws the reason of an interrupt while another thread interrupts it for that reason: it sees the interrupt no
 * more from then on, whenever it comes.
 */
@JCStressTest
@State
@Outcome(id = "clean", expect = ACCEPTABLE, desc = "It was undone, or came too late.")
@Outcome(expect = FORBIDDEN)
public class GateRevoked {

    private static final Connection MEANT = new TurnClosed().connection;

    private final CallGate gate = new CallGate();
    private volatile boolean wanted = true;

    /** Makes a call that does not want to be interrupted any more. */
    @Actor
    public void calls(L_Result result) {
        Thread me = Thread.currentThread();
        gate.enter(MEANT, 0);
        wanted = false;
        gate.revokeInterrupt();
        boolean interrupted = me.isInterrupted();
        interrupted |= me.isInterrupted();
        gate.exit();
        boolean left = Thread.interrupted();
        result.r1 = interrupted ? "interrupted" : left ? "left" : "clean";
    }

    /** The client closes its socket. */
    @Actor
    public void hangsUp() {
        gate.interruptRevocably(MEANT, () -> wanted);
    }
}
