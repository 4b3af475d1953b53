package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * So much is written that the output is full, and the client reads it: when it has fallen low the handler is told that it can
 * write again, once at least, and never before.
 */
@JCStressTest
@State
@Outcome(id = "was full, told", expect = ACCEPTABLE, desc = "Full for a moment at least.")
@Outcome(id = "was never full, told", expect = ACCEPTABLE, desc = "Full, and empty before anybody has looked.")
@Outcome(id = "was never full, not told", expect = ACCEPTABLE, desc = "Sent as it was written.")
@Outcome(expect = FORBIDDEN)
public class OutboundWritable extends Rig {

    private boolean wasFull;

    /** A few bytes are much, and nobody reads yet. */
    public OutboundWritable() {
        super(HOST, FEW);
        echoes = false;
        port.room.set(0);
    }

    /** Another thread of the handler. */
    @Actor
    public void writer() {
        a.context.write(ByteBuffer.allocate(2));
        a.context.write(ByteBuffer.allocate(5));
        if (!a.context.isWritable()) {
            wasFull = true;
        }
        done();
    }

    /** The client, and the loop that hears of it. */
    @Actor
    public void client() {
        makeRoom(1);
        makeRoom(4);
        makeRoom(2);
    }

    /** Looks at the end. */
    @Arbiter
    public void end(LL_Result result) {
        String verdict = verdict();
        result.r1 = verdict.equals("A in charge") ? wasFull ? "was full" : "was never full" : verdict;
        result.r2 = a.writable > 0 ? "told" : "not told";
    }
}
