package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.patchbay.server.poll.Pollable;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.L_Result;

/**
 * Input is held back because the client does not read; then it does, a little at a time, while the handler writes more in
 * tasks: in the end all input was shown.
 */
@JCStressTest
@State
@Outcome(id = "A in charge", expect = ACCEPTABLE, desc = "However the room came.")
@Outcome(expect = FORBIDDEN)
public class TurnStalled extends Rig {

    /** A message is answered, and the next one waits until the client has read. */
    public TurnStalled() {
        super(HOST, FEW);
        echoes = false;
        port.room.set(0);
        a.answer = 4;
        port.arrived = 2;
        connection.ready(Pollable.READABLE);
        port.arrived = 4;
        connection.ready(Pollable.READABLE);
    }

    /** The handler has something to say beside its answers. */
    @Actor
    public void handler() {
        a.context.execute(() -> a.context.write(ByteBuffer.allocate(1)));
        a.context.execute(() -> a.context.write(ByteBuffer.allocate(1)));
        done();
    }

    /** The client reads. */
    @Actor
    public void client() {
        makeRoom(2);
        makeRoom(100);
    }

    /** Looks at the end. */
    @Arbiter
    public void end(L_Result result) {
        result.r1 = verdict();
    }
}
