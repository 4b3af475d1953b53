package dev.patchbay.handler.json.rpc;

import dev.patchbay.handler.json.method.Function;
import dev.patchbay.handler.json.wire.Messages;
import dev.patchbay.handler.json.wire.Slice;
import dev.patchbay.handler.json.wire.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the requests of one connection: on the event loop what is quick, and by a {@link Call} what is not. */
final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);

    private final Session session;
    private final Shared shared;

    Dispatcher(Session session, Shared shared) {
        this.session = session;
        this.shared = shared;
    }

    /** Serves a message: the first {@code length} bytes of the array, which has a line feed behind them. */
    void serve(byte[] bytes, int length, Workspace workspace, Rules rules) {
        RequestReader.Message message;
        try {
            message = rules.reader().read(bytes, length, workspace);
        } catch (ParseFault e) {
            shared.errors().parse(workspace.output(), e.getMessage());
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

    private void serve(List<Slice> batch, Workspace workspace, Rules rules) {
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
        Batch collected = answers == 0 ? null : new Batch(answers, session.answers(), shared.workspaces());
        int place = 0;
        for (Request request : requests) {
            serve(request, workspace, request.wantsAnswer() ? collected.place(place++) : null);
        }
    }

    /**
     * Serves a request.
     *
     * @param answers where the answer goes; null if none is wanted
     */
    private void serve(Request request, Workspace workspace, Answers answers) {
        if (request.answer) {
            LOG.debug("{} sent an answer, and nobody has asked", session.connection());
            return;
        }
        if (request.problem != null) {
            LOG.debug("{} sent an invalid request: {}", session.connection(), request.problem);
            shared.errors().invalidRequest(workspace.output(), request.id, null);
            answers.deliver(workspace.output());
            return;
        }
        Function function = enter(request.method);
        if (function == null) {
            if (answers != null) {
                shared.errors().methodNotFound(workspace.output(), request.id);
                answers.deliver(workspace.output());
            }
        } else if (function.isQuick()) {
            runHere(function, request, workspace, answers);
        } else {
            session.start(new Call(session, function, request.id, request.params, answers));
        }
    }

    /** Looks the method up and enters its service; once more if that goes in this moment and another takes its place. */
    private Function enter(String method) {
        Function function = shared.method(method);
        while (function != null && !function.service().enter()) {
            Function next = shared.method(method);
            function = next == function ? null : next;
        }
        return function;
    }

    private void runHere(Function function, Request request, Workspace workspace, Answers answers) {
        Object result;
        try {
            result = function.call(request.params, session);
            if (result instanceof CompletionStage<?> later) {
                Call call = new Call(session, function, request.id, request.params, answers);
                session.add(call);
                call.await(later);
                return;
            }
            if (answers != null) {
                Messages.result(
                        workspace.output(),
                        request.id,
                        result,
                        function.service().writer());
            }
        } catch (Throwable t) {
            failed(function, request, workspace, t);
        }
        function.service().leave();
        if (answers != null) {
            answers.deliver(workspace.output());
        }
    }

    private void failed(Function function, Request request, Workspace workspace, Throwable thrown) {
        if (request.id == null) {
            Errors.log(function, thrown);
        } else {
            shared.errors().thrown(workspace.output(), request.id, function, thrown);
        }
    }
}
