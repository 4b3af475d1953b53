package dev.patchbay.handler.json.message;

import dev.patchbay.handler.json.buffer.ObjectPool;

/** Workspaces to be used again. For any thread. */
public final class WorkspacePool {

    private final ObjectPool<Workspace> spares = new ObjectPool<>();

    /** Takes a workspace; its user gives it back. */
    public Workspace acquire() {
        Workspace spare = spares.acquire();
        return spare != null ? spare : new Workspace();
    }

    /** Gives a workspace back. */
    public void release(Workspace workspace) {
        workspace.shrink();
        spares.release(workspace);
    }
}
