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
 * Input arrives while the only handler is unbound and another one bound: the connection is held in between, and then the
 * new handler gets every byte.
 */
@JCStressTest
@State
@Outcome(id = "B in charge", expect = ACCEPTABLE, desc = "The bytes went to A, to B, or to both.")
@Outcome(expect = FORBIDDEN)
public class TurnHeld extends Rig {

    /** The client sends. */
    @Actor
    public void input() {
        arrivePerhapsHeld(1);
        arrivePerhapsHeld(3);
    }

    /** The services come and go. */
    @Actor
    public void services() {
        unbindA();
        bindB();
    }

    /** Looks at the end. */
    @Arbiter
    public void end(L_Result result) {
        result.r1 = verdict();
    }
}
