package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.patchbay.server.engine.loop.EventLoop;
import java.lang.invoke.VarHandle;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * Connections join a loop and leave it while it is retired, twice: nobody is inside a loop that stops, nobody gets in after
 * that, and it stops in the end.
 */
@JCStressTest
@State
@Outcome(id = "let in, stops", expect = ACCEPTABLE, desc = "The first came in time.")
@Outcome(id = "refused, stops", expect = ACCEPTABLE, desc = "All came too late.")
@Outcome(expect = FORBIDDEN)
public class LoopLeft {

    private static final VarHandle STOPPING = Rig.field(EventLoop.class, "stopping", boolean.class);

    private final EventLoop loop = new EventLoop("left", Rig.HOST, null, failure -> {});

    /** Two connections, one after the other. */
    @Actor
    public void connections(LL_Result result) {
        String first = visit();
        String second = visit();
        result.r1 = second.equals("refused") || second.equals(first) ? first : second + " after " + first;
    }

    private String visit() {
        if (!loop.tryEnter()) {
            return "refused";
        }
        boolean stopped = (boolean) STOPPING.getVolatile(loop);
        loop.leave();
        return stopped ? "let into a loop that stops" : "let in";
    }

    /** The server is given other loops. */
    @Actor
    public void server() {
        loop.retire();
        loop.retire();
    }

    /** Looks at the end. */
    @Arbiter
    public void end(LL_Result result) {
        result.r2 =
                loop.tryEnter() ? "let in after the end" : (boolean) STOPPING.getVolatile(loop) ? "stops" : "goes on";
    }
}
