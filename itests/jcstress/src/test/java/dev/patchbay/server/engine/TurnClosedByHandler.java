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
 * A handler closes the connection from a thread of its own while the connection changes hands: either it may no longer do
 * that and is told so, or the connection ends.
 */
@JCStressTest
@State
@Outcome(id = "ended", expect = ACCEPTABLE, desc = "The handler was in charge.")
@Outcome(id = "B in charge", expect = ACCEPTABLE, desc = "The handler was refused.")
@Outcome(expect = FORBIDDEN)
public class TurnClosedByHandler extends Rig {

    /** The old handler closes. */
    @Actor
    public void handler() {
        closeByA();
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
