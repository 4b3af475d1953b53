package dev.patchbay.itests.swap.bundle;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.Frames;
import dev.patchbay.api.Handler;
import dev.patchbay.api.ReleaseReason;
import dev.patchbay.itests.swap.ledger.Ledger;
import dev.patchbay.itests.swap.ledger.Seat;
import dev.patchbay.itests.swap.ledger.Wire;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32;

/**
 * Answers messages as {@link Wire} defines, and checks the promises of the host: calls for one connection never
 * overlap, a connection is presented only while this probe is in charge of it, and nothing is called after
 * deactivation. It waits only where a handler that blocks would wait.
 */
public final class Probe implements Handler {

    private static final String COUNT = "dev.patchbay.itests.swap.count";

    private final Ledger ledger = Ledger.current();
    private final int number = ledger.nextInstance();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger inCharge = new AtomicInteger();
    private volatile boolean deactivated;
    private volatile boolean blocks;
    private volatile int letter;
    private volatile int version;

    void activate(Map<String, Object> properties) {
        letter = properties.get("probe.letter").toString().charAt(0);
        version = (Integer) properties.get("probe.version");
        blocks = properties.get("handler.execution").equals("VIRTUAL");
    }

    void modified(Map<String, Object> properties) {
        // That there is such a method lets the ranking change without a new instance.
    }

    void deactivate() {
        deactivated = true;
        if (running.get() != 0) {
            ledger.violation(this + " is deactivated while " + running + " of its calls run");
        }
        if (inCharge.get() != 0) {
            ledger.violation(this + " is deactivated while in charge of " + inCharge + " connections");
        }
    }

    @Override
    public void opened(ConnContext conn) {
        Seat seat = enter(conn, "opened");
        seat.opened(number);
        inCharge.incrementAndGet();
        exit(seat);
    }

    @Override
    public void released(ConnContext conn, ReleaseReason reason) {
        Seat seat = enter(conn, "released");
        seat.released();
        inCharge.decrementAndGet();
        exit(seat);
    }

    @Override
    public void inputEnded(ConnContext conn) {
        Seat seat = enter(conn, "inputEnded");
        conn.close();
        exit(seat);
    }

    @Override
    public void received(ConnContext conn, ByteBuffer in) {
        Seat seat = enter(conn, "received");
        int limit = Wire.MESSAGE_HEAD + Wire.PAYLOAD_MAX;
        boolean more = true;
        while (more && conn.isWritable()) {
            ByteBuffer message = Frames.prefixed32(in, ByteOrder.BIG_ENDIAN, limit);
            more = message != null && serve(conn, seat, message);
        }
        exit(seat);
    }

    /** Returns whether the next message may be served: not while an answer is still to come. */
    private boolean serve(ConnContext conn, Seat seat, ByteBuffer message) {
        int serial = message.getInt();
        int sum = message.getInt();
        seat.consumed(serial);
        int count = (Integer) conn.attributes().merge(COUNT, 1, (old, one) -> (Integer) old + 1);
        if (count != serial) {
            ledger.violation(seat + " has served " + count + " messages when " + serial + " comes");
        }
        ByteBuffer answer = answer(seat, serial, sum, message);
        if (serial % Wire.LATE_EVERY == 0) {
            answerLater(conn, seat, answer);
            return false;
        }
        if (blocks && serial % Wire.BLOCK_EVERY == 0) {
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(100 + serial % 900));
        }
        conn.write(answer);
        return true;
    }

    private ByteBuffer answer(Seat seat, int serial, int sum, ByteBuffer payload) {
        CRC32 crc = new CRC32();
        crc.update(payload.duplicate());
        if ((int) crc.getValue() != sum) {
            ledger.violation(seat + ": the payload of message " + serial + " is not what was sent");
        }
        int echoed = Wire.isEchoed(serial) ? payload.remaining() : 0;
        ByteBuffer answer = ByteBuffer.allocate(Integer.BYTES + Wire.ANSWER_HEAD + echoed);
        answer.putInt(Wire.ANSWER_HEAD + echoed).putInt(serial).putInt((int) crc.getValue());
        answer.putInt(seat.changes()).putInt(number).putInt(version).putInt(letter);
        if (echoed > 0) {
            answer.put(payload);
        }
        return answer.flip();
    }

    private void answerLater(ConnContext conn, Seat seat, ByteBuffer answer) {
        conn.pauseInput();
        ConnContext.Pending pending = conn.pending();
        Runnable later = () -> conn.execute(() -> {
            enter(conn, "task");
            conn.write(answer);
            conn.resumeInput();
            pending.close();
            exit(seat);
        });
        CompletableFuture.runAsync(later, task -> new Thread(task, "probe-answer").start())
                .exceptionally(failure -> {
                    ledger.violation(seat + ": an answer could not be given later: " + failure);
                    return null;
                });
    }

    private Seat enter(ConnContext conn, String call) {
        running.incrementAndGet();
        Seat seat = ledger.seat(conn.server(), conn.id());
        seat.enter(number, call);
        if (deactivated) {
            ledger.violation(this + " is called after it was deactivated: " + call + ", " + seat);
        }
        return seat;
    }

    private void exit(Seat seat) {
        seat.exit();
        running.decrementAndGet();
    }

    @Override
    public String toString() {
        return "probe " + number + " (" + (char) letter + " " + version + ")";
    }
}
