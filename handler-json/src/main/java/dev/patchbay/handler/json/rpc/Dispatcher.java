package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.buffer.Slice;
import dev.patchbay.handler.json.call.BatchResponse;
import dev.patchbay.handler.json.call.Call;
import dev.patchbay.handler.json.call.ErrorResponses;
import dev.patchbay.handler.json.call.ResponseSink;
import dev.patchbay.handler.json.message.MessageWriter;
import dev.patchbay.handler.json.message.ParseErrorException;
import dev.patchbay.handler.json.message.Request;
import dev.patchbay.handler.json.message.RequestReader;
import dev.patchbay.handler.json.message.Workspace;
import dev.patchbay.handler.json.method.RpcMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the requests of one connection: on the event loop what is quick, and by a {@link Call} what is not. */
final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Session session;
    private final SharedResources shared;

    Dispatcher(Session session, SharedResources shared) {
        this.session = session;
        this.shared = shared;
    }

    /** Serves a message: the first {@code length} bytes of the array, which has a line feed behind them. */
    void serve(byte[] bytes, int length, Workspace workspace, ActiveSettings rules) {
        RequestReader.Message message;
        try {
            message = rules.reader().read(bytes, length, workspace);
        } catch (ParseErrorException e) {
            shared.errors().parseError(workspace.output(), e.getMessage());
            session.answers().deliver(workspace.output());
            return;
        }
        if (message.single() != null) {
            Request request = message.single();
            serve(request, workspace, request.wantsAnswer() ? session.answers() : null);
        } else {
            serve(message.batch(), workspace, rules);
        }
    }

    private void serve(List<Slice> batch, Workspace workspace, ActiveSettings rules) {
        int most = rules.settings().batchMax();
        if (batch.isEmpty() || batch.size() > most) {
            String why = batch.isEmpty() ? null : "a batch of " + batch.size() + " is over the limit of " + most;
            shared.errors().invalidRequest(workspace.output(), null, why);
            session.answers().deliver(workspace.output());
            return;
        }
        List<Request> requests = new ArrayList<>(batch.size());
        int answers = 0;
        for (Slice element : batch) {
            Request request = rules.reader().read(element, workspace);
            answers += request.wantsAnswer() ? 1 : 0;
            requests.add(request);
        }
        BatchResponse response =
                answers == 0 ? null : new BatchResponse(answers, session.answers(), shared.workspaces());
        int slot = 0;
        for (Request request : requests) {
            serve(request, workspace, request.wantsAnswer() ? response.slot(slot++) : null);
        }
    }

    /**
     * Serves a request.
     *
     * @param answers where the answer goes; null if none is wanted
     */
    private void serve(Request request, Workspace workspace, ResponseSink answers) {
        if (request.isAnswer()) {
            LOG.debug("{} sent an answer, and nobody has asked", session.connection());
            return;
        }
        if (request.problem() != null) {
            LOG.debug("{} sent an invalid request: {}", session.connection(), request.problem());
            shared.errors().invalidRequest(workspace.output(), request.id(), null);
            answers.deliver(workspace.output());
            return;
        }
        RpcMethod function = enter(request.method());
        if (function == null) {
            if (answers != null) {
                shared.errors().methodNotFound(workspace.output(), request.id());
                answers.deliver(workspace.output());
            }
        } else if (function.runsOnEventLoop()) {
            runHere(function, request, workspace, answers);
        } else {
            session.start(new Call(session, function, request.id(), request.params(), answers));
        }
    }

    /** Looks the method up and enters its service; once more if that goes in this moment and another takes its place. */
    private RpcMethod enter(String method) {
        RpcMethod function = shared.method(method);
        while (function != null && !function.service().beginCall()) {
            RpcMethod next = shared.method(method);
            function = next == function ? null : next;
        }
        return function;
    }

    private void runHere(RpcMethod function, Request request, Workspace workspace, ResponseSink answers) {
        Object result;
        try {
            result = function.call(request.params(), session);
            if (result instanceof CompletionStage<?> later) {
                Call call = new Call(session, function, request.id(), request.params(), answers);
                session.add(call);
                call.await(later);
                return;
            }
            if (answers != null) {
                MessageWriter.result(
                        workspace.output(),
                        request.id(),
                        result,
                        function.service().writer());
            }
        } catch (Throwable t) {
            failed(function, request, workspace, t);
        }
        function.service().endCall();
        if (answers != null) {
            answers.deliver(workspace.output());
        }
    }

    private void failed(RpcMethod function, Request request, Workspace workspace, Throwable thrown) {
        if (request.id() == null) {
            ErrorResponses.log(function, thrown);
        } else {
            shared.errors().thrown(workspace.output(), request.id(), function, thrown);
        }
    }
}
