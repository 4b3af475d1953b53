package dev.patchbay.handler.json.call;

import dev.patchbay.handler.json.buffer.OutputBuffer;
import dev.patchbay.handler.json.message.Workspace;
import dev.patchbay.handler.json.message.WorkspacePool;
import java.util.concurrent.atomic.AtomicInteger;

/** Collects the answers to a batch, and delivers them together when the last is there (JSON-RPC 2.0, section 6). */
public final class BatchResponse {

    private final byte[][] collected;
    private final AtomicInteger missing;
    private final ResponseSink target;
    private final WorkspacePool workspaces;

    /**
     * Makes an empty collection.
     *
     * @param size   how many answers there will be, at least one
     * @param target where the array of answers goes
     */
    public BatchResponse(int size, ResponseSink target, WorkspacePool workspaces) {
        this.collected = new byte[size][];
        this.missing = new AtomicInteger(size);
        this.target = target;
        this.workspaces = workspaces;
    }

    /** Returns where the answer with that number goes. */
    public ResponseSink slot(int number) {
        return answer -> {
            collected[number] = answer.copy();
            if (missing.decrementAndGet() == 0) {
                deliver();
            }
        };
    }

    private void deliver() {
        Workspace workspace = workspaces.acquire();
        try {
            OutputBuffer out = workspace.output().clear();
            for (int i = 0; i < collected.length; i++) {
                out.write(i == 0 ? '[' : ',');
                out.write(collected[i]);
            }
            out.write(']');
            target.deliver(out);
        } finally {
            workspaces.release(workspace);
        }
    }
}
