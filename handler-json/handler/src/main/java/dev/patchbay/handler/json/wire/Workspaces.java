package dev.patchbay.handler.json.wire;

/** Workspaces to be used again. For any thread. */
public final class Workspaces {

    private final Spares<Workspace> spares = new Spares<>();

    /** Takes a workspace; its user gives it back. */
    public Workspace take() {
        Workspace spare = spares.take();
        return spare != null ? spare : new Workspace();
    }

    /** Gives a workspace back. */
    public void give(Workspace workspace) {
        workspace.shrink();
        spares.give(workspace);
    }
}
