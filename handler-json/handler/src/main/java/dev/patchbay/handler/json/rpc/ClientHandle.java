package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.wire.Messages;
import dev.patchbay.handler.json.wire.Output;
import dev.patchbay.handler.json.wire.Workspace;
import dev.patchbay.handler.json.wire.Workspaces;
import dev.patchbay.jsonrpc.JsonRpcClient;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectWriter;

/** The client as a method sees it. */
final class ClientHandle implements JsonRpcClient {

    private final Outlet outlet;
    private final ObjectWriter writer;
    private final Workspaces workspaces;

    ClientHandle(Outlet outlet, ObjectWriter writer, Workspaces workspaces) {
        this.outlet = outlet;
        this.writer = writer;
        this.workspaces = workspaces;
    }

    @Override
    public void notify(String method, Object params) {
        Objects.requireNonNull(method, "method");
        if (isOpen()) {
            outlet.send(text(method, params));
        }
    }

    private byte[] text(String method, Object params) {
        Workspace workspace = workspaces.take();
        try {
            Output out = workspace.output();
            Messages.notification(out, method, params, writer);
            return out.copy();
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the parameters of " + method + " cannot be written as JSON", e);
        } finally {
            workspaces.give(workspace);
        }
    }

    @Override
    public boolean isOpen() {
        return !outlet.gone().isDone();
    }

    @Override
    public CompletionStage<Void> closed() {
        return outlet.gone().minimalCompletionStage();
    }
}
