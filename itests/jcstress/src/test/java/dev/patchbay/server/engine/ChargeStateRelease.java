package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.patchbay.server.engine.connection.HandlerState;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * A handler announces an answer, closes and aborts on a thread of its own while it is released: whoever releases it learns of
 * all that was accepted, and of nothing that was refused.
 */
@JCStressTest
@State
@Outcome(id = "accepted, close and abort, held up", expect = ACCEPTABLE, desc = "All in time.")
@Outcome(id = "refused, close and abort, close and abort", expect = ACCEPTABLE, desc = "Only the answer was too late.")
@Outcome(id = "refused, close, close", expect = ACCEPTABLE, desc = "Over before the abort.")
@Outcome(id = "refused, nothing, nothing", expect = ACCEPTABLE, desc = "All too late.")
@Outcome(expect = FORBIDDEN)
public class ChargeStateRelease {

    private final HandlerState state = new HandlerState();

    /** Another thread of the handler; its answer never comes. */
    @Actor
    public void handler(LLL_Result result) {
        result.r1 = state.awaitAnswer() ? "accepted" : "refused";
        boolean closed = state.close();
        result.r2 = asked(closed, state.abort());
    }

    /** The turn in which the handler is released. */
    @Actor
    public void turn(LLL_Result result) {
        if (!state.release(false)) {
            result.r3 = "held up";
            return;
        }
        state.begin();
        boolean close = state.over();
        result.r3 = asked(close, state.isAbortRequested());
    }

    private static String asked(boolean close, boolean abort) {
        return close && abort ? "close and abort" : close ? "close" : abort ? "abort" : "nothing";
    }
}
