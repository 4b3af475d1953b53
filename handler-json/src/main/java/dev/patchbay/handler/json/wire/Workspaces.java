package dev.patchbay.handler.json.wire;

import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A few workspaces to be used again. Not a thread-local variable: threads of the host would keep the classes of this
 * bundle in memory after it has gone. For any thread.
 */
public final class Workspaces {

    private static final int KEPT = 16;

    private final AtomicReferenceArray<Workspace> idle = new AtomicReferenceArray<>(KEPT);

    /** Takes a workspace; its user gives it back. */
    public Workspace take() {
        for (int i = 0; i < KEPT; i++) {
            if (idle.getPlain(i) != null) {
                Workspace taken = idle.getAndSet(i, null);
                if (taken != null) {
                    return taken;
                }
            }
        }
        return new Workspace();
    }

    /** Gives a workspace back. */
    public void give(Workspace workspace) {
        workspace.shrink();
        for (int i = 0; i < KEPT; i++) {
            if (idle.getPlain(i) == null && idle.compareAndSet(i, null, workspace)) {
                return;
            }
        }
    }
}
