package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.patchbay.api.ConnContext;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** An answer is announced while the handler is to be released: either it holds the release up, or it is refused. */
@JCStressTest
@State
@Outcome(id = "accepted, held up", expect = ACCEPTABLE, desc = "Announced in time.")
@Outcome(id = "refused, released", expect = ACCEPTABLE, desc = "Announced too late.")
@Outcome(expect = FORBIDDEN)
public class ChargeAnswerPending extends Rig {

    private final Charge charge = new Charge(connection, server.slot().current(), null);

    /** Another thread of the handler; its answer never comes. */
    @Actor
    public void announces(LL_Result result) {
        try {
            ConnContext.Pending pending = charge.pending();
            result.r1 = pending == null ? "null" : "accepted";
        } catch (IllegalStateException released) {
            result.r1 = "refused";
        }
    }

    /** The turn in which the handler is to be released. */
    @Actor
    public void releases(LL_Result result) {
        result.r2 = charge.release(false) ? "released" : "held up";
    }
}
