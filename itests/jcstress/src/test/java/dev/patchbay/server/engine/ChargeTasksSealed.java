package dev.patchbay.server.engine;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.patchbay.server.engine.connection.TaskQueue;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/**
 * Two tasks are submitted while the handler is released: each runs exactly once and in order, or whoever submits it is told;
 * and after one that was refused none is accepted.
 */
@JCStressTest
@State
@Outcome(id = "accepted, accepted, 12", expect = ACCEPTABLE, desc = "Submitted in time.")
@Outcome(id = "accepted, refused, 1", expect = ACCEPTABLE, desc = "Released in between.")
@Outcome(id = "refused, refused, ", expect = ACCEPTABLE, desc = "Submitted too late.")
@Outcome(expect = FORBIDDEN)
public class ChargeTasksSealed {

    private final TaskQueue tasks = new TaskQueue();
    private String ran = "";

    /** Another thread of the handler. */
    @Actor
    public void submits(LLL_Result result) {
        result.r1 = tasks.put(() -> ran += 1) ? "accepted" : "refused";
        result.r2 = tasks.put(() -> ran += 2) ? "accepted" : "refused";
    }

    /** The turn in which the handler is released. */
    @Actor
    public void releases() {
        run(tasks.isEmpty() ? null : tasks.take());
        run(tasks.seal());
    }

    /** Looks at the end. */
    @Arbiter
    public void end(LLL_Result result) {
        result.r3 = tasks.isEmpty() ? ran : "left over";
    }

    private static void run(TaskQueue.Task first) {
        for (TaskQueue.Task task = first; task != null; task = task.next()) {
            task.action().run();
        }
    }
}
