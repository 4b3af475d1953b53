package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.patchbay.api.ReleaseReason;
import dev.patchbay.server.engine.connection.HandlerContext;
import dev.patchbay.server.engine.connection.Outbound;
import dev.patchbay.server.engine.loop.Worker;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The connection ends while bytes are written and handed in, and the client reads some: the socket is closed once, nothing is
 * written after that, and all memory comes back, each piece once.
 */
@JCStressTest
@State
@Outcome(id = "ended", expect = ACCEPTABLE, desc = "With or without the bytes.")
@Outcome(expect = FORBIDDEN)
public class OutboundShut extends Rig {

    private final Outbound outbound = connection.outbound();
    private final HandlerContext context = (HandlerContext) a.context;
    private final CountedMemory memory;

    /** The client has room for a few bytes. */
    public OutboundShut() {
        this(new CountedMemory());
    }

    private OutboundShut(CountedMemory memory) {
        super(resources(new CallingThread(), new NoTimer(), memory.pool()), CONFIG);
        this.memory = memory;
        echoes = false;
        port.room.set(5);
    }

    /** The turn: a call writes, then the connection ends. */
    @Actor
    public void turn() {
        Worker worker = server.resources().borrow();
        outbound.write(worker, context, ByteBuffer.allocate(3));
        outbound.flush(worker);
        outbound.write(worker, context, ByteBuffer.allocate(2));
        outbound.flush(worker);
        server.resources().giveBack(worker);
        connection.end(ReleaseReason.OPERATOR_CLOSED);
        done();
    }

    /** Another thread of the handler, and the loop. */
    @Actor
    public void others() {
        outbound.handIn(context, ByteBuffer.allocate(2), null);
        makeRoom(1);
        outbound.handIn(context, ByteBuffer.allocate(400), null);
        outbound.handIn(context, ByteBuffer.allocate(2), null);
        done();
    }

    /** Looks at the end. */
    @Arbiter
    public void end(L_Result result) {
        String verdict = verdict();
        String lost = memory.verdict(server.resources());
        result.r1 = verdict.equals("ended") && lost != null ? lost : verdict;
    }
}
