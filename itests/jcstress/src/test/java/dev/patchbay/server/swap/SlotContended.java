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
 * One service arrives while another goes, with a connection in care that moves when it is told: the removal completes when
 * the connection has left and not before, and the connection ends up with the handler that is left.
 */
@JCStressTest
@State
@Outcome(id = "waited, moved", expect = ACCEPTABLE, desc = "The removal completed after the connection had moved.")
@Outcome(expect = FORBIDDEN)
public class SlotContended {

    private final HandlerSlot slot = new HandlerSlot((from, to) -> look(), System::nanoTime);
    private HandlerLease inCareOf;
    private volatile String removed = "never completed";

    /** A connection is in the care of handler 1. */
    public SlotContended() {
        slot.put(Entries.entry(1, 0));
    }

    /** A better service arrives. */
    @Actor
    public void arrives() {
        slot.put(Entries.entry(2, 1));
    }

    /** The service that serves goes. */
    @Actor
    public void goes() {
        CompletableFuture<Void> removal = slot.remove(1);
        removal.thenRun(() -> removed = isInCareOf(1) ? "completed too early" : "waited");
    }

    /** Looks at the end. */
    @Arbiter
    public void end(LL_Result result) {
        result.r1 = removed;
        result.r2 = isInCareOf(2) && inCareOf.inCare() == 1 ? "moved" : "is in care of " + inCareOf;
    }

    private synchronized boolean isInCareOf(long id) {
        return inCareOf != null && inCareOf.entry().id() == id;
    }

    /** What a connection does when it is told; it moves at once. */
    private synchronized void look() {
        HandlerLease chosen = slot.current();
        while (inCareOf != chosen) {
            if (inCareOf != null) {
                HandlerLease left = inCareOf;
                inCareOf = null;
                left.leave(true);
            }
            if (chosen != null && chosen.enter()) {
                inCareOf = chosen;
            }
            chosen = slot.current();
        }
    }
}
