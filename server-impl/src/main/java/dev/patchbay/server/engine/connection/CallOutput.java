package dev.patchbay.server.engine.connection;

import dev.patchbay.server.engine.loop.Worker;
import java.nio.ByteBuffer;

/** What the call that runs writes: gathered on an event loop, sent at once elsewhere. Owned by the turn. */
final class CallOutput {

    /** So many times {@code write.high} a call may queue on an event loop before it has to give the loop away and wait. */
    private static final int LOOP_ALLOWANCE = 16;

    private final Connection connection;
    private final Outbound outbound;
    private final WaitingWriters room;
    private Worker worker;

    CallOutput(Connection connection, Outbound outbound, WaitingWriters room) {
        this.connection = connection;
        this.outbound = outbound;
        this.room = room;
    }

    /** The turn goes on with this worker. */
    void use(Worker mine) {
        worker = mine;
    }

    /** Takes bytes that the handler in charge writes within its call; waits first if too many are queued. */
    void write(HandlerContext context, ByteBuffer data) {
        if (!worker.mayBlock() && isBeyondAllowance()) {
            flushInCall();
            worker.giveLoopAway(connection);
        }
        if (worker.mayBlock()) {
            room.await(context);
        }
        if (!outbound.mayBeInterrupted()) {
            writeInCall(data);
            return;
        }
        worker.gate.shield();
        try {
            writeInCall(data);
        } finally {
            worker.gate.unshield();
        }
    }

    /** More than the worker's memory holds is sent piece by piece, which an interrupt must not hit either. */
    private void writeInCall(ByteBuffer data) {
        outbound.write(worker, data);
        if (worker.mayBlock()) {
            outbound.flush(worker);
        }
    }

    /** Returns whether so much is queued that not even an event loop may queue more. For any thread. */
    boolean isBeyondAllowance() {
        return outbound.queued() >= (long) LOOP_ALLOWANCE * connection.config().writeHigh();
    }

    private void flushInCall() {
        if (!outbound.mayBeInterrupted()) {
            outbound.flush(worker);
            return;
        }
        worker.gate.shield();
        try {
            outbound.flush(worker);
        } finally {
            worker.gate.unshield();
        }
    }

    /** Sends what a call has gathered. */
    void callEnded() {
        outbound.flush(worker);
    }
}
