package dev.patchbay.handler.json.notification;

import dev.patchbay.handler.json.buffer.OutputBuffer;
import dev.patchbay.handler.json.message.MessageWriter;
import dev.patchbay.handler.json.message.Workspace;
import dev.patchbay.handler.json.message.WorkspacePool;
import dev.patchbay.jsonrpc.JsonRpcClient;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.ObjectWriter;

/** The handle on a client that a method gets. Safe for any thread, and valid across swaps of the handler. */
public final class ClientHandle implements JsonRpcClient {

    private final NotificationChannel channel;
    private final ObjectWriter writer;
    private final WorkspacePool workspaces;

    /** Creates a handle that writes params with the writer. */
    public ClientHandle(NotificationChannel channel, ObjectWriter writer, WorkspacePool workspaces) {
        this.channel = channel;
        this.writer = writer;
        this.workspaces = workspaces;
    }

    @Override
    public void notify(String method, Object params) {
        Objects.requireNonNull(method, "method");
        if (isOpen()) {
            channel.send(text(method, params));
        }
    }

    private byte[] text(String method, Object params) {
        Workspace workspace = workspaces.acquire();
        try {
            OutputBuffer out = workspace.output();
            MessageWriter.notification(out, method, params, writer);
            return out.copy();
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the parameters of " + method + " cannot be written as JSON", e);
        } finally {
            workspaces.release(workspace);
        }
    }

    @Override
    public boolean isOpen() {
        return !channel.closed().isDone();
    }

    @Override
    public CompletionStage<Void> closed() {
        return channel.closed().minimalCompletionStage();
    }
}
