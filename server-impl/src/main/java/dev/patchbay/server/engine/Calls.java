package dev.patchbay.server.engine;

import dev.patchbay.api.ReleaseReason;
import java.util.concurrent.CancellationException;

/** What surrounds every call into a handler: the gate, the output, and what follows when it throws. Owned by the turn. */
final class Calls {

    private final Connection connection;
    private final Server server;
    private final Sending sending;
    private Worker worker;

    /** Why the connection is closing, if neither side wished it. */
    private ReleaseReason failure;

    Calls(Connection connection, Server server, Sending sending) {
        this.connection = connection;
        this.server = server;
        this.sending = sending;
    }

    /** The turn goes on with this worker. */
    void use(Worker mine) {
        worker = mine;
    }

    /** The handler is about to be called. */
    void enter() {
        worker.gate.enter(connection);
        if (worker.loop == null && connection.isHangupToInterrupt()) {
            worker.gate.interrupt(connection);
        }
    }

    /** The call has returned or thrown. */
    void exit() {
        if (worker.gate.exit()) {
            worker.lost = true;
        }
        if (worker.loop == null) {
            Thread.interrupted();
        }
        sending.callEnded();
    }

    /** Runs tasks, each as a call, until the connection is to end. */
    void run(Charge charge, Mailbox.Task tasks) {
        for (Mailbox.Task task = tasks; task != null && connection.endRequested() == null; task = task.next()) {
            enter();
            try {
                task.action().run();
            } catch (Throwable t) {
                threw(charge, "a task", t);
            } finally {
                exit();
            }
        }
    }

    /** A call has thrown: the connection closes. An interrupt that the host itself has caused is no failure. */
    void threw(Charge charge, String callback, Throwable cause) {
        boolean cutShort = cause instanceof CancellationException || cause instanceof InterruptedException;
        if (!cutShort || !connection.isCutShort()) {
            failed(ReleaseReason.HANDLER_FAILED);
            server.events()
                    .error(
                            server.name(),
                            "handler " + charge.lease.entry().name() + " failed in " + callback + " of connection "
                                    + connection.id() + ", which is closed",
                            cause);
        }
        connection.closeAfterOutput();
    }

    /** The connection closes for this reason, unless there was one before. */
    void failed(ReleaseReason reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    /** Returns why the connection is closing, or null if one of the two sides wished it. */
    ReleaseReason failure() {
        return failure;
    }
}
