package dev.patchbay.handler.json.call;

import dev.patchbay.handler.json.buffer.OutputBuffer;
import dev.patchbay.handler.json.message.Workspace;
import dev.patchbay.handler.json.message.WorkspacePool;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Collects the responses to a batch and delivers them as one array after the last (JSON-RPC 2.0, section 6). Safe for
 * any thread.
 */
public final class BatchResponse {

    private final byte[][] collected;
    private final AtomicInteger missing;
    private final ResponseSink target;
    private final WorkspacePool workspaces;

    /**
     * Creates an empty batch response.
     *
     * @param size the number of responses, at least one
     * @param target the sink for the array
     */
    public BatchResponse(int size, ResponseSink target, WorkspacePool workspaces) {
        this.collected = new byte[size][];
        this.missing = new AtomicInteger(size);
        this.target = target;
        this.workspaces = workspaces;
    }

    /** Returns the sink for the response with that index. */
    public ResponseSink slot(int number) {
        return response -> {
            collected[number] = response.copy();
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
