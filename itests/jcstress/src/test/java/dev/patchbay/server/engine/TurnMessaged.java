package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.patchbay.api.ConnectionRef;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/** Messages are sent while the connection changes hands, and is held for a moment: each reaches one of the handlers, once. */
@JCStressTest
@State
@Outcome(id = "B in charge, 2", expect = ACCEPTABLE, desc = "By A, or by B.")
@Outcome(expect = FORBIDDEN)
public class TurnMessaged extends Rig {

    private final ConnectionRef ref = a.context.ref();

    /** Another thread sends. */
    @Actor
    public void sender() {
        expect(ref.send("1"), "a message was not taken");
        done();
        expect(ref.send("2"), "a message was not taken");
        done();
    }

    /** The services come and go. */
    @Actor
    public void services() {
        unbindA();
        bindB();
    }

    /** Looks at the end. */
    @Arbiter
    public void end(LL_Result result) {
        result.r1 = verdict();
        result.r2 = a.messages + b.messages;
    }
}
