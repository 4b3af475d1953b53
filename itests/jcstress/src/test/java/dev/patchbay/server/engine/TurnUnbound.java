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
 * One service is bound while another one is unbound, both at once: whatever comes first, the one that is left is in charge.
 */
@JCStressTest
@State
@Outcome(id = "B in charge", expect = ACCEPTABLE, desc = "With or without a hold in between.")
@Outcome(expect = FORBIDDEN)
public class TurnUnbound extends Rig {

    /** A service comes, and the client sends. */
    @Actor
    public void bind() {
        bindB();
        arrivePerhapsHeld(2);
    }

    /** A service goes. */
    @Actor
    public void unbind() {
        unbindA();
    }

    /** Looks at the end. */
    @Arbiter
    public void end(L_Result result) {
        result.r1 = verdict();
    }
}
