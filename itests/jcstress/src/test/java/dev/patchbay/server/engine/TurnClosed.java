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
 * Input arrives while an operator closes the connection: it ends once, and whoever was opened is released once.
 */
@JCStressTest
@State
@Outcome(id = "ended", expect = ACCEPTABLE, desc = "Before or after the bytes.")
@Outcome(expect = FORBIDDEN)
public class TurnClosed extends Rig {

    /** The client sends. */
    @Actor
    public void input() {
        arrive(2);
        arrive(3);
    }

    /** The operator closes. */
    @Actor
    public void operator() {
        closeByOperator();
    }

    /** Looks at the end. */
    @Arbiter
    public void end(L_Result result) {
        result.r1 = verdict();
    }
}
