package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LI_Result;

/** A task is submitted while the handler is released: it runs exactly once, or whoever submits it is told. */
@JCStressTest
@State
@Outcome(id = "accepted, 1", expect = ACCEPTABLE, desc = "Submitted in time.")
@Outcome(id = "refused, 0", expect = ACCEPTABLE, desc = "Submitted too late.")
@Outcome(expect = FORBIDDEN)
public class ChargeTasksSealed extends Rig {

    private final Charge charge = new Charge(connection, server.slot().current(), null);
    private int ran;

    /** Another thread of the handler. */
    @Actor
    public void submits(LI_Result result) {
        try {
            charge.execute(() -> ran++);
            result.r1 = "accepted";
        } catch (IllegalStateException released) {
            result.r1 = "refused";
        }
    }

    /** The turn in which the handler is released. */
    @Actor
    public void releases() {
        run(charge.mailbox().hasTasks() ? charge.mailbox().takeTasks() : null);
        run(charge.mailbox().sealTasks());
    }

    /** Looks at the end. */
    @Arbiter
    public void end(LI_Result result) {
        result.r2 = ran;
    }

    private static void run(Mailbox.Task first) {
        for (Mailbox.Task task = first; task != null; task = task.next()) {
            task.action().run();
        }
    }
}
