package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The server drains while the handler is swapped and the client sends: every byte that is read is served, then the connection
 * ends.
 */
@JCStressTest
@State
@Outcome(id = "ended", expect = ACCEPTABLE, desc = "Before or after the swap.")
@Outcome(expect = FORBIDDEN)
public class TurnDrained extends Rig {

    /** The services come and go, and the client sends. */
    @Actor
    public void services() {
        unbindA();
        arrivePerhapsHeld(2);
        bindB();
    }

    /** The server drains. */
    @Actor
    public void server() {
        drain();
    }

    /** Looks at the end. */
    @Arbiter
    public void end(L_Result result) {
        result.r1 = verdict();
    }
}
