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
 * A better handler is unbound in the moment in which it is bound: the connection may be on its way to it, and then has to
 * find its way back, with every byte.
 */
@JCStressTest
@State
@Outcome(id = "A in charge", expect = ACCEPTABLE, desc = "B came and went.")
@Outcome(id = "B in charge", expect = ACCEPTABLE, desc = "B came too late to be seen.")
@Outcome(expect = FORBIDDEN)
public class TurnRecalled extends Rig {

    /** A service comes, and the client sends. */
    @Actor
    public void bind() {
        arrive(1);
        bindB();
        arrive(3);
    }

    /** The service goes as soon as it is seen. */
    @Actor
    public void unbind() {
        for (int looks = 0; looks < 1000; looks++) {
            if (server.slot().current().entry().handler() == b) {
                unbindB();
                return;
            }
            Thread.onSpinWait();
        }
    }

    /** Looks at the end. */
    @Arbiter
    public void end(L_Result result) {
        result.r1 = verdict();
    }
}
