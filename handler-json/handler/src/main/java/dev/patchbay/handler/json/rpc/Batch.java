package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.wire.Output;
import dev.patchbay.handler.json.wire.Workspace;
import dev.patchbay.handler.json.wire.Workspaces;
import java.util.concurrent.atomic.AtomicInteger;

/** Collects the answers to a batch, and delivers them together when the last is there (JSON-RPC 2.0, section 6). */
final class Batch {

    private final byte[][] collected;
    private final AtomicInteger missing;
    private final Answers target;
    private final Workspaces workspaces;

    /**
     * Makes an empty collection.
     *
     * @param size   how many answers there will be, at least one
     * @param target where the array of answers goes
     */
    Batch(int size, Answers target, Workspaces workspaces) {
        this.collected = new byte[size][];
        this.missing = new AtomicInteger(size);
        this.target = target;
        this.workspaces = workspaces;
    }

    /** Returns where the answer with that number goes. */
    Answers place(int number) {
        return answer -> {
            collected[number] = answer.copy();
            if (missing.decrementAndGet() == 0) {
                deliver();
            }
        };
    }

    private void deliver() {
        Workspace workspace = workspaces.take();
        try {
            Output out = workspace.output().clear();
            for (int i = 0; i < collected.length; i++) {
                out.write(i == 0 ? '[' : ',');
                out.write(collected[i]);
            }
            out.write(']');
            target.deliver(out);
        } finally {
            workspaces.give(workspace);
        }
    }
}
