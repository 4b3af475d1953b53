package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.patchbay.server.engine.connection.HandlerState;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * An answer is announced while the handler is to be released: either it holds the release up, or it is refused, and then
 * {@code released} is being called already. What comes first counts, also if it is over soon.
 */
@JCStressTest
@State
@Outcome(id = "accepted, held up", expect = ACCEPTABLE, desc = "Announced in time.")
@Outcome(id = "accepted, released", expect = ACCEPTABLE, desc = "Announced and given in time.")
@Outcome(id = "refused, released", expect = ACCEPTABLE, desc = "Announced too late.")
@Outcome(expect = FORBIDDEN)
public class ChargeAnswerPending {

    private final HandlerState state = new HandlerState();
    private volatile boolean released;

    /** Another thread of the handler, which has its answer at once. */
    @Actor
    public void announces(LL_Result result) {
        if (!state.awaitAnswer()) {
            result.r1 = released ? "refused" : "refused before released is called";
            return;
        }
        boolean early = released;
        boolean last = state.answered();
        result.r1 = early ? "accepted after released was called" : last ? "accepted" : "still awaited";
    }

    /** The turn in which the handler is to be released. */
    @Actor
    public void releases(LL_Result result) {
        if (!state.release(false)) {
            result.r2 = "held up";
            return;
        }
        released = true;
        state.begin();
        result.r2 = state.hasPending() ? "released in spite of an answer" : "released";
    }
}
