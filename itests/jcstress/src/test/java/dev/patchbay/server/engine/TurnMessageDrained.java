package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.patchbay.api.ConnectionRef;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** A message is sent while the server drains: it is delivered before the connection ends, or it is not taken. */
@JCStressTest
@State
@Outcome(id = "ended, true, 1", expect = ACCEPTABLE, desc = "Taken in time.")
@Outcome(id = "ended, false, 0", expect = ACCEPTABLE, desc = "Too late.")
@Outcome(expect = FORBIDDEN)
public class TurnMessageDrained extends Rig {

    private final ConnectionRef ref = a.context.ref();
    private boolean taken;

    /** Another thread sends. */
    @Actor
    public void sender() {
        taken = ref.send("1");
        done();
    }

    /** The server drains. */
    @Actor
    public void server() {
        drain();
    }

    /** Looks at the end. */
    @Arbiter
    public void end(LLL_Result result) {
        result.r1 = verdict();
        result.r2 = taken;
        result.r3 = a.messages;
    }
}
