package dev.patchbay.protocols.resp;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.ReleaseReason;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The clients that wait ({@code BLPOP}). No thread and no call waits with them: the last byte of the command stays in the input,
 * which is paused, and the waiter in the attributes, so that a swap does not notice. Whoever ends the waiting has the input
 * presented again.
 */
final class Waiting {

    private static final String WAITER = Waiting.class.getPackageName() + ".waiter";
    private static final String DEADLINE = Waiting.class.getPackageName() + ".deadline";

    private final Store store;

    Waiting(Store store) {
        this.store = store;
    }

    /** Answers with an element, or leaves that to {@link #isOver}. */
    void take(ConnContext conn, List<String> keys, Duration timeout, Answer answer) {
        Waiter waiter = new Waiter(keys, conn.ref());
        store.take(waiter);
        if (waiter.isDone()) {
            answer(waiter, answer);
        } else {
            conn.attributes().put(WAITER, waiter);
            if (!timeout.isZero()) {
                conn.attributes().put(DEADLINE, System.nanoTime() + timeout.toNanos());
            }
            answer.follows();
        }
    }

    /** Returns whether nothing is awaited any more, and then has answered; otherwise no input is presented until then. */
    boolean isOver(ConnContext conn, Answer answer) {
        Waiter waiter = waiter(conn.attributes());
        if (waiter == null) {
            return true;
        }
        // A waiter that is served from here on resumes input that is paused already.
        conn.pauseInput();
        Object deadline = conn.attributes().get(DEADLINE);
        if (deadline != null && !waiter.isDone()) {
            conn.after(Duration.ofNanos((long) deadline - System.nanoTime()), () -> giveUp(conn));
        }
        if (!waiter.isDone()) {
            return false;
        }
        conn.resumeInput();
        conn.attributes().keySet().removeAll(List.of(WAITER, DEADLINE));
        answer(waiter, answer);
        return true;
    }

    /** Ends the waiting without an element, if it has not ended. */
    void giveUp(ConnContext conn) {
        Waiter waiter = waiter(conn.attributes());
        if (waiter != null) {
            store.giveUp(waiter);
            conn.resumeInput();
        }
    }

    boolean isWaiting(ConnContext conn) {
        return waiter(conn.attributes()) != null;
    }

    void released(ConnContext conn, ReleaseReason reason) {
        Waiter waiter = waiter(conn.attributes());
        if (waiter != null && reason != ReleaseReason.SWAPPED) {
            store.leave(waiter);
        }
    }

    private static Waiter waiter(Map<String, Object> attributes) {
        return (Waiter) attributes.get(WAITER);
    }

    private static void answer(Waiter waiter, Answer answer) {
        if (waiter.key() == null) {
            answer.nothing();
        } else {
            answer.strings(List.of(Numbers.latin(waiter.key()), waiter.element()));
        }
    }
}
