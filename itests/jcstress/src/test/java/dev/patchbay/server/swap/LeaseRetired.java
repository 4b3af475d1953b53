package dev.patchbay.server.swap;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.CompletableFuture;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * A lease is retired while connections come and go: whoever has entered is never inside when the lease is vacated, nobody
 * enters after that, and in the end it is vacated.
 */
@JCStressTest
@State
@Outcome(id = "served, vacated", expect = ACCEPTABLE, desc = "The first connection came before the end.")
@Outcome(id = "refused, vacated", expect = ACCEPTABLE, desc = "Every connection came too late.")
@Outcome(expect = FORBIDDEN)
public class LeaseRetired {

    private final HandlerLease lease = new HandlerLease(Entries.entry(1, 0), new CompletableFuture<>());

    /** Two connections, one after the other. */
    @Actor
    public void connections(LL_Result result) {
        result.r1 = visit(lease);
        String second = visit(lease);
        if (!second.equals("refused") && !second.equals(result.r1)) {
            result.r1 = second + " after " + result.r1;
        }
    }

    /** The choice has changed. */
    @Actor
    public void slot() {
        lease.retire();
    }

    /** Looks at the end. */
    @Arbiter
    public void end(LL_Result result) {
        result.r2 = state(lease);
    }

    static String visit(HandlerLease lease) {
        if (!lease.enter()) {
            return "refused";
        }
        String seen = lease.vacated().isDone() ? "vacated with somebody inside" : "served";
        lease.leave(true);
        return seen;
    }

    static String state(HandlerLease lease) {
        if (!lease.vacated().isDone() || lease.inCare() != 0) {
            return "never vacated, in care: " + lease.inCare();
        }
        return lease.enter() ? "entered after the end" : "vacated";
    }
}
