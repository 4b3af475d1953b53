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
 * An operator closes the connection while it changes hands: it ends once, and no handler is called after its removal.
 */
@JCStressTest
@State
@Outcome(id = "ended", expect = ACCEPTABLE, desc = "In the care of A, of B, or of nobody.")
@Outcome(expect = FORBIDDEN)
public class TurnClosedInSwap extends Rig {

    /** The operator closes. */
    @Actor
    public void operator() {
        closeByOperator();
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
