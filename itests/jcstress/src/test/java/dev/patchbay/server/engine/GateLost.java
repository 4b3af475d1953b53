package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.patchbay.server.engine.connection.Connection;
import dev.patchbay.server.engine.loop.CallGate;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/** An event loop is taken from a thread whose call returns at the same time: both agree on who has the loop. */
@JCStressTest
@State
@Outcome(id = "true, true", expect = ACCEPTABLE, desc = "It was taken, and the thread knows.")
@Outcome(id = "false, false", expect = ACCEPTABLE, desc = "The thread keeps it.")
@Outcome(expect = FORBIDDEN, desc = "Two threads have the loop, or none has.")
public class GateLost {

    private static final Connection BLOCKING = new TurnClosed().connection;

    private final CallGate gate = new CallGate();

    /** The thread that carries the loop. */
    @Actor
    public void carrier(ZZ_Result result) {
        gate.enter(BLOCKING, 0);
        result.r1 = gate.exit();
    }

    /** Whoever rescues the loop, and interrupts the call that blocks it. */
    @Actor
    public void rescuer(ZZ_Result result) {
        gate.interrupt(BLOCKING);
        result.r2 = gate.lose(BLOCKING);
    }
}
