package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.patchbay.api.SlowConsumer;
import dev.patchbay.server.engine.connection.MessageQueue;
import dev.patchbay.server.engine.connection.MessageQueue.Put;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Two messages are put into a queue for one while it is emptied and sealed: each that was taken is served or was dropped for a
 * later one, and after one that was refused none is taken.
 */
@JCStressTest
@State
@Outcome(id = "FIRST, FIRST, 12", expect = ACCEPTABLE, desc = "Each was served at once.")
@Outcome(id = "FIRST, FIRST, 2", expect = ACCEPTABLE, desc = "The second has replaced the first.")
@Outcome(id = "FIRST, REFUSED, 1", expect = ACCEPTABLE, desc = "Sealed in between.")
@Outcome(id = "REFUSED, REFUSED, ", expect = ACCEPTABLE, desc = "Sealed before.")
@Outcome(expect = FORBIDDEN)
public class MessagesSealed {

    private final MessageQueue messages = new MessageQueue();
    private String served = "";

    /** Makes the queue small. */
    public MessagesSealed() {
        messages.limit(1, SlowConsumer.DROP_OLDEST);
    }

    /** Another thread. */
    @Actor
    public void sends(LLL_Result result) {
        Put first = messages.put("1");
        result.r1 = first;
        result.r2 = messages.put("2");
    }

    /** The turn in which the connection ends. */
    @Actor
    public void serves() {
        do {
            Object message = messages.take();
            served += message == null ? "" : message;
        } while (!messages.sealIfEmpty());
    }

    /** Looks at the end. */
    @Arbiter
    public void end(LLL_Result result) {
        result.r3 = messages.waiting() == 0 ? served : "left over";
    }
}
