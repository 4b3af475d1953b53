package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * The client reads what had filled the output while the connection is held without a handler: nothing runs in circles because
 * there is nobody to be told, and the next handler is told, unless the old one was.
 */
@JCStressTest
@State
@Outcome(id = "B in charge", expect = ACCEPTABLE, desc = "Held for a moment.")
@Outcome(expect = FORBIDDEN)
public class TurnHeldFull extends Rig {

    /** The output is full, and nobody reads yet. */
    public TurnHeldFull() {
        super(HOST, FEW);
        echoes = false;
        port.room.set(0);
        a.context.write(ByteBuffer.allocate(5));
    }

    /** The services come and go. */
    @Actor
    public void services() {
        unbindA();
        done();
        bindB();
    }

    /** The client reads. */
    @Actor
    public void client() {
        makeRoom(1);
        makeRoom(100);
    }

    /** Looks at the end. */
    @Arbiter
    public void end(L_Result result) {
        expect(a.writable + b.writable > 0, "nobody was told that there is room again");
        result.r1 = verdict();
    }
}
