package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.patchbay.server.engine.connection.HandlerContext;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLI_Result;

/**
 * Two writes are handed in while the handler is released: the bytes of each are sent exactly once, or whoever writes is
 * told, has the bytes still, and they are not counted as queued; and after a write that was refused none is accepted.
 */
@JCStressTest
@State
@Outcome(id = "accepted, accepted, 3", expect = ACCEPTABLE, desc = "Written in time.")
@Outcome(id = "accepted, refused, 1", expect = ACCEPTABLE, desc = "Released in between.")
@Outcome(id = "refused, refused, 0", expect = ACCEPTABLE, desc = "Written too late.")
@Outcome(expect = FORBIDDEN)
public class ChargeBytesSealed extends Rig {

    private final HandlerContext context = (HandlerContext) a.context;

    /** Only what is handed in is sent. */
    public ChargeBytesSealed() {
        echoes = false;
    }

    /** Another thread of the handler. */
    @Actor
    public void writes(LLI_Result result) {
        result.r1 = write(1);
        result.r2 = write(2);
    }

    /** The turn in which the handler is released. */
    @Actor
    public void releases() {
        connection.outbound().setAuthor(null);
    }

    /** Looks at the end. */
    @Arbiter
    public void end(LLI_Result result) {
        result.r3 = connection.outbound().queued() == 0 && connection.outbound().isIdle() ? port.sent : -1;
    }

    private String write(int bytes) {
        ByteBuffer data = ByteBuffer.allocate(bytes);
        boolean accepted = connection.outbound().handIn(context, data, null);
        return data.hasRemaining() == accepted ? "left in the buffer: " + data : accepted ? "accepted" : "refused";
    }
}
