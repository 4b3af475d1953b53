package dev.patchbay.handler.json.message;

import dev.patchbay.handler.json.buffer.ObjectPool;

/** A pool of workspaces. Safe for any thread. */
public final class WorkspacePool {

    private final ObjectPool<Workspace> spares = new ObjectPool<>();

    /** Returns a workspace, which the caller must release. */
    public Workspace acquire() {
        Workspace spare = spares.acquire();
        return spare != null ? spare : new Workspace();
    }

    /** Returns a workspace to the pool. Its buffers must not be used afterwards. */
    public void release(Workspace workspace) {
        workspace.shrink();
        spares.release(workspace);
    }
}
