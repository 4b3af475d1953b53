package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.patchbay.api.ConnContext;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Another thread of a handler hands in a task, bytes, and an answer that comes later, while the connection changes hands:
 * each is done exactly once, or refused. A task runs before the next handler takes charge, an answer is waited for before the
 * handler is released. And the connection changes hands in the end.
 */
@JCStressTest
@State
@Outcome(id = "(done|refused), (done|refused), B in charge", expect = ACCEPTABLE, desc = "In time, or too late.")
@Outcome(expect = FORBIDDEN)
public class TurnHandedIn extends Rig {

    private int ran;
    private String task;
    private String bytes;

    /** Only what is handed in is sent. */
    public TurnHandedIn() {
        echoes = false;
    }

    /** The old handler's other thread. */
    @Actor
    public void handler() {
        task = accepted(() -> a.context.execute(this::run));
        bytes = accepted(() -> a.context.write(ByteBuffer.allocate(2)));
        accepted(this::answerLater);
        done();
    }

    /** The services come and go. */
    @Actor
    public void services() {
        bindB();
        unbindA();
    }

    /** Looks at the end. */
    @Arbiter
    public void end(LLL_Result result) {
        result.r3 = verdict();
        result.r1 = outcome(task, ran, 1);
        result.r2 = outcome(bytes, port.sent, 2);
    }

    private void run() {
        a.begin("a task");
        ran++;
        expect(b.opened == 0, "a task of A runs when B is in charge");
        a.end("a task");
    }

    private void answerLater() {
        ConnContext.Pending answer = a.context.pending();
        expect(a.released == 0, "released in spite of an answer that is to come");
        answer.close();
    }

    private static String accepted(Runnable handingIn) {
        try {
            handingIn.run();
            return "done";
        } catch (IllegalStateException released) {
            return "refused";
        }
    }

    private static String outcome(String accepted, int times, int wanted) {
        return times == (accepted.equals("done") ? wanted : 0) ? accepted : accepted + ", but done " + times;
    }
}
