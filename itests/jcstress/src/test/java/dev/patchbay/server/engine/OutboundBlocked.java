package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

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
 * The client reads a little at a time while bytes are written and handed in: what the socket had no room for goes out when
 * room is announced, all of it and in order.
 */
@JCStressTest
@State
@Outcome(id = "all sent", expect = ACCEPTABLE, desc = "However the room came.")
@Outcome(expect = FORBIDDEN)
public class OutboundBlocked extends Rig {

    private static final int EACH = 3;

    private final Outbound outbound = connection.outbound();
    private final HandlerContext context = (HandlerContext) a.context;
    private int written;

    /** Nobody reads yet. */
    public OutboundBlocked() {
        echoes = false;
        port.room.set(0);
    }

    /** Whoever writes, in calls and beside them. */
    @Actor
    public void writer() {
        Worker worker = HOST.borrow();
        for (int i = 0; i < EACH; i++) {
            outbound.write(worker, context, next());
            outbound.flush(worker);
            outbound.write(worker, context, next());
            expect(outbound.handIn(context, next(), null), "refused");
        }
        outbound.flush(worker);
        HOST.giveBack(worker);
    }

    private ByteBuffer next() {
        ByteBuffer two = ByteBuffer.wrap(new byte[] {(byte) written, (byte) (written + 1)});
        written += 2;
        return two;
    }

    /** The client, and the loop that hears of it. */
    @Actor
    public void client() {
        makeRoom(1);
        makeRoom(4);
        makeRoom(written());
    }

    private static int written() {
        return 6 * EACH;
    }

    @Override
    public void left(byte value) {
        expect(value == (byte) port.sent, "output is out of order");
    }

    /** Looks at the end. */
    @Arbiter
    public void end(L_Result result) {
        expect(port.sent == written, "of " + written + " bytes sent were " + port.sent);
        String verdict = verdict();
        result.r1 = verdict.equals("A in charge") ? "all sent" : verdict;
    }
}
