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
 * The client sends its last bytes and closes while the handler is swapped: every byte is presented, then the connection ends.
 */
@JCStressTest
@State
@Outcome(id = "ended", expect = ACCEPTABLE, desc = "In the care of A or of B.")
@Outcome(expect = FORBIDDEN)
public class TurnHungUp extends Rig {

    /** The client sends and closes. */
    @Actor
    public void client() {
        arrivePerhapsHeld(2);
        hangUp();
    }

    /** The services come and go. */
    @Actor
    public void services() {
        bindB();
        unbindA();
    }

    /** Looks at the end. */
    @Arbiter
    public void end(L_Result result) {
        result.r1 = verdict();
    }
}
