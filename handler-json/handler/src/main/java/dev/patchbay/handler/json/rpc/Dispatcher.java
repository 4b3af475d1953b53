package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.handler.json.call.BatchResponse;
import dev.patchbay.handler.json.call.Call;
import dev.patchbay.handler.json.call.ErrorResponses;
import dev.patchbay.handler.json.call.ResponseSink;
import dev.patchbay.handler.json.message.ParseErrorException;
import dev.patchbay.handler.json.message.Request;
import dev.patchbay.handler.json.message.RequestReader;
import dev.patchbay.handler.json.message.Workspace;
import dev.patchbay.handler.json.method.RpcMethod;
import dev.patchbay.jsonrpc.JsonRpcException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the requests of one connection. It calls methods that are declared {@code EVENT_LOOP} itself, and creates a
 * {@link Call} for others. Used on the event loop only.
 */
final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Session session;
    private final SharedResources shared;

    Dispatcher(Session session, SharedResources shared) {
        this.session = session;
        this.shared = shared;
    }

    /**
     * Serves a message.
     *
     * @param bytes the message, followed by a line feed
     * @param length the length of the message without the line feed
     */
    void serve(byte[] bytes, int length, Workspace workspace, ActiveSettings active) {
        RequestReader.Message message;
        try {
            message = active.reader().read(bytes, length, workspace);
        } catch (ParseErrorException e) {
            shared.errors().parseError(workspace.output(), e.getMessage());
            session.nextResponse().deliver(workspace.output());
            return;
        }
        if (message.single() != null) {
            Request request = message.single();
            serve(request, workspace, request.expectsResponse() ? session.nextResponse() : null);
        } else {
            serve(message.batch(), workspace, active);
        }
    }

    private void serve(List<Slice> batch, Workspace workspace, ActiveSettings active) {
        int most = active.settings().batchMax();
        if (!shared.dialect().batches()) {
            shared.errors()
                    .invalidRequest(workspace.output(), null, "there are no batches; send one message at a time");
            session.nextResponse().deliver(workspace.output());
            return;
        }
        if (batch.isEmpty() || batch.size() > most) {
            String why = batch.isEmpty() ? null : "a batch of " + batch.size() + " is over the limit of " + most;
            shared.errors().invalidRequest(workspace.output(), null, why);
            session.nextResponse().deliver(workspace.output());
            return;
        }
        List<Request> requests = new ArrayList<>(batch.size());
        int responses = 0;
        for (Slice element : batch) {
            Request request = active.reader().read(element, workspace);
            responses += request.expectsResponse() ? 1 : 0;
            requests.add(request);
        }
        BatchResponse response = responses == 0 ? null : session.batchResponse(responses, active.settings());
        int slot = 0;
        for (Request request : requests) {
            serve(request, workspace, request.expectsResponse() ? response.slot(slot++) : null);
        }
    }

    /**
     * Serves a request.
     *
     * @param sink the sink for the response; null if the client gets none
     */
    private void serve(Request request, Workspace workspace, ResponseSink sink) {
        if (request.isResponse()) {
            LOG.debug("{} sent a response, but the handler sends no requests", session.connection());
            return;
        }
        if (request.problem() != null) {
            LOG.debug("{} sent an invalid request: {}", session.connection(), request.problem());
            shared.errors().invalidRequest(workspace.output(), request.id(), null);
            sink.deliver(workspace.output());
            return;
        }
        if (sink != null && sink.isFull()) {
            shared.errors().batchTooLong(workspace.output(), request.id());
            sink.deliver(workspace.output());
            return;
        }
        RpcMethod found = beginCall(request.method());
        if (found == null) {
            if (sink == null) {
                shared.dialect().announced().other().rejected(JsonRpcException.METHOD_NOT_FOUND);
            } else {
                shared.errors().methodNotFound(workspace.output(), request.id(), request.method());
                sink.deliver(workspace.output());
            }
        } else if (found.runsOnEventLoop()) {
            runOnEventLoop(found, request, workspace, sink);
        } else {
            start(found, request, workspace, sink);
        }
    }

    private void start(RpcMethod found, Request request, Workspace workspace, ResponseSink sink) {
        Call call;
        try {
            call = new Call(session, found, request.id(), request.params(), sink);
        } catch (Throwable t) {
            found.service().endCall();
            failed(found, request, workspace, t, sink);
            return;
        }
        session.start(call);
    }

    /**
     * Finds the method and begins a call on its service. Looks again if the service is retired in between, because
     * another one may publish the same name.
     */
    private RpcMethod beginCall(String method) {
        RpcMethod found = shared.method(method);
        while (found != null && !found.service().beginCall()) {
            RpcMethod next = shared.method(method);
            found = next == found ? null : next;
        }
        if (found != null) {
            found.calls().begun();
        }
        return found;
    }

    /** Ends the call on the service before anything is sent, whatever the method and its result do. */
    private void runOnEventLoop(RpcMethod found, Request request, Workspace workspace, ResponseSink sink) {
        Call later = null;
        Object result = null;
        Throwable thrown = null;
        try {
            result = found.call(request.params(), session);
            if (result instanceof CompletionStage<?>) {
                later = new Call(session, found, request.id(), request.params(), sink);
            } else if (sink != null) {
                shared.errors().result(workspace.output(), request.id(), found, result, sink);
            }
        } catch (Throwable t) {
            thrown = t;
        } finally {
            // An interrupt that the method has left is not meant for what the event loop does next.
            Thread.interrupted();
            if (later == null) {
                found.service().endCall();
            }
        }
        if (later != null) {
            session.add(later);
            later.await((CompletionStage<?>) result);
        } else if (thrown != null) {
            failed(found, request, workspace, thrown, sink);
        } else if (sink != null) {
            sink.deliver(workspace.output());
        }
    }

    private void failed(RpcMethod found, Request request, Workspace workspace, Throwable thrown, ResponseSink sink) {
        if (sink == null) {
            ErrorResponses.unanswered(found, thrown);
        } else {
            shared.errors().thrown(workspace.output(), request.id(), found, thrown);
            sink.deliver(workspace.output());
        }
    }
}
