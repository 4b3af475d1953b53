package dev.patchbay.server.engine;

import dev.patchbay.server.poll.Port;
import java.nio.ByteBuffer;
import java.util.concurrent.CancellationException;

/**
 * How the bytes that a handler writes get to the client: gathered in the worker's memory while a call runs, sent when it
 * returns, queued when there is no room. Owned by the connection's turn.
 */
final class Sending {

    private final Connection connection;
    private final Server server;
    private final Output output;
    private Port port;
    private Worker worker;

    /** How many sent bytes were told to those who want to know. */
    private long told;

    Sending(Connection connection, Server server) {
        this.connection = connection;
        this.server = server;
        this.output = new Output(server.host().chunks());
    }

    void attach(Port opened) {
        port = opened;
    }

    /** The turn goes on with this worker. */
    void use(Worker mine) {
        worker = mine;
    }

    Output output() {
        return output;
    }

    /** Takes bytes that the handler in charge writes within its call; off the loop this waits while there are too many. */
    void write(Charge charge, ByteBuffer data) {
        if (charge.mailbox().hasBytes()) {
            takeHandedInFirst(charge);
        }
        if (worker.isOnLoop()) {
            output.gather(port, worker, data);
            return;
        }
        worker.gate.shield();
        try {
            output.gather(port, worker, data);
            output.send(port, worker);
        } finally {
            worker.gate.unshield();
        }
        awaitRoom();
    }

    /** Queues what was handed in, within the handler's call, and waits if there is too much. */
    void takeHandedIn(Charge charge) {
        takeHandedInFirst(charge);
        flushShielded();
        if (!worker.isOnLoop()) {
            awaitRoom();
        }
    }

    /** What other threads handed in comes after what was gathered, and before what is written next. */
    private void takeHandedInFirst(Charge charge) {
        worker.gate.shield();
        try {
            output.send(port, worker);
        } finally {
            worker.gate.unshield();
        }
        output.take(charge.mailbox().takeBytes());
    }

    private void flushShielded() {
        worker.gate.shield();
        try {
            output.flush(port);
        } finally {
            worker.gate.unshield();
        }
    }

    private void awaitRoom() {
        if (output.queued() <= server.config().writeHigh()) {
            return;
        }
        try {
            flushShielded();
            while (output.queued() > server.config().writeLow() && connection.takesOutput()) {
                connection.service().note(connection.awaitSignal());
                flushShielded();
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancellationException(
                            "interrupted while " + connection + " waited for its client to read");
                }
            }
        } finally {
            // The bits that came meanwhile were taken here; let the turn look at everything once more.
            connection.signal(Connection.NUDGE);
        }
    }

    /** Sends what a call has gathered. */
    void callEnded() {
        if (worker.gathered > 0) {
            output.send(port, worker);
        }
        tell();
    }

    /** Sends what waits, and what other threads handed in to {@code charge}, which may be null. */
    void flush(Charge charge) {
        if (charge != null && charge.mailbox().hasBytes()) {
            output.take(charge.mailbox().takeBytes());
        }
        if (!output.isEmpty()) {
            output.flush(port);
            tell();
        }
        connection.wakeWriters();
    }

    /** Queues the last bytes of a handler that has been released, or drops them if nobody can receive them. */
    void takeLast(Output.Segment handedIn, boolean drop) {
        if (drop) {
            output.discard(handedIn);
        } else {
            output.take(handedIn);
            output.flush(port);
        }
    }

    private void tell() {
        long sent = output.total() - told;
        if (sent > 0) {
            told += sent;
            connection.wasActive();
            server.bytesWritten(connection, sent);
        }
    }
}
