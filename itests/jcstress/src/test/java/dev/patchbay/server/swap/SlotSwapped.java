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
 * A better handler comes and the old one goes while a connection calls: no call of the old handler is running or begins
 * after its removal has completed, and in the end the new one is chosen.
 */
@JCStressTest
@State
@Outcome(id = "(old|new)(, (old|new))*, h2 chosen", expect = ACCEPTABLE, desc = "Called whoever was in charge.")
@Outcome(expect = FORBIDDEN)
public class SlotSwapped {

    private final HandlerSlot slot = new HandlerSlot((from, to) -> {}, System::nanoTime);
    private volatile boolean oldIsGone;
    private CompletableFuture<Void> removal;

    /** The old handler serves. */
    public SlotSwapped() {
        slot.put(Entries.entry(1, 0));
    }

    /** A connection that makes two calls and asks anew for each who is in charge. */
    @Actor
    public void connection(LL_Result result) {
        result.r1 = call() + ", " + call();
    }

    /** The services. */
    @Actor
    public void services() {
        slot.put(Entries.entry(2, 1));
        removal = slot.remove(1);
        removal.thenRun(() -> oldIsGone = true);
    }

    /** Looks at the end. */
    @Arbiter
    public void end(LL_Result result) {
        HandlerLease chosen = slot.current();
        result.r2 = removal.isDone() && chosen.entry().id() == 2 && chosen.inCare() == 0
                ? "h2 chosen"
                : chosen.entry() + " chosen, in care: " + chosen.inCare() + ", removal: " + removal;
    }

    private String call() {
        HandlerLease lease = slot.current();
        while (!lease.enter()) {
            lease = slot.current();
        }
        boolean old = lease.entry().id() == 1;
        boolean wrong = old && oldIsGone;
        Thread.onSpinWait();
        wrong |= old && oldIsGone;
        lease.leave(true);
        return wrong ? "called after the removal" : old ? "old" : "new";
    }
}
