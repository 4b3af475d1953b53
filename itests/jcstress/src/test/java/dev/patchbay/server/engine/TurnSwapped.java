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
 * Input arrives while a better handler is bound and the old one unbound: the new one ends up in charge, and not a byte is
 * lost, not even of a message that is in two pieces.
 */
@JCStressTest
@State
@Outcome(id = "B in charge", expect = ACCEPTABLE, desc = "The bytes went to A, to B, or to both.")
@Outcome(expect = FORBIDDEN)
public class TurnSwapped extends Rig {

    /** The client sends. */
    @Actor
    public void input() {
        arrive(1);
        arrive(3);
        arrive(2);
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
