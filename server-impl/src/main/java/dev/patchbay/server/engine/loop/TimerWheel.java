package dev.patchbay.server.engine.loop;

/**
 * The timers of one event loop. Owned by the thread that carries the loop, which calls all methods. Setting, moving and
 * cancelling a timer takes a constant number of steps, however many timers there are, and advancing the clock costs
 * nothing until one is due.
 *
 * <p>There are four wheels of 64 slots each. One slot of a wheel spans a full revolution of the next finer wheel: 8
 * milliseconds, half a second, half a minute, half an hour. A timer lies in the finest wheel that reaches its deadline.
 * When its slot comes up, it moves to a finer wheel; in the finest wheel it expires. A timer never expires too early,
 * and less than two slots of the finest wheel too late.
 */
public final class TimerWheel {

    private static final int TICK_SHIFT = 23;

    /** The resolution: about 8.4 ms. */
    public static final long TICK_NANOS = 1L << TICK_SHIFT;

    private static final int WHEELS = 4;
    private static final int SLOT_BITS = 6;
    private static final int SLOTS = 1 << SLOT_BITS;

    /**
     * The largest distance, in ticks, that the wheels reach. A timer beyond it moves on from there when its slot comes
     * up.
     */
    private static final long FARTHEST = (1L << (WHEELS * SLOT_BITS)) - (1L << ((WHEELS - 1) * SLOT_BITS));

    /** After so many polls in a row, each of which may have left something, every socket has had its turn. */
    private static final int MOST_PARTLY = 256;

    /** A timer. It belongs to one {@code TimerWheel} at most, which owns its fields. */
    public abstract static class Timer {
        private Timer next;
        private Timer previous;

        /** The slot that the timer is in; -1 if it is not set. */
        private int slot = -1;

        /** In ticks. */
        private long deadline;

        /** Called when the deadline has passed. The timer is no longer set, and may be set again. */
        public abstract void expired(long nowNanos);
    }

    /** The first timer of each slot, linked to the others. */
    private final Timer[] slots = new Timer[WHEELS * SLOTS];

    /** For each wheel, a bit for every slot that is not empty. */
    private final long[] occupied = new long[WHEELS];

    /** The time of tick 0, in nanoseconds. */
    private final long start;

    /** The last tick whose timers have expired. */
    private long now;

    /** The number of timers that are set. */
    private int size;

    /** The time that passes at the next {@link #advance()}, in nanoseconds. */
    private long heardUntil;

    /** How often in a row not everything was heard. */
    private int partly;

    /**
     * Creates an object without timers.
     *
     * @param nowNanos the time now, of the same clock as all times given to this object
     */
    TimerWheel(long nowNanos) {
        start = nowNanos;
        heardUntil = nowNanos;
    }

    /**
     * Lets the time pass at the next {@link #advance()}, which comes when what has been heard was served: whoever was heard in time
     * is then not late, also if the loop stood still meanwhile.
     *
     * @param nowNanos the time at which was listened
     * @param more     whether there is perhaps more to hear than is going to be served; then the time stands, unless there is
     *                 always more
     */
    void heardUntil(long nowNanos, boolean more) {
        if (!more || ++partly > MOST_PARTLY) {
            heardUntil = nowNanos;
            partly = 0;
        }
    }

    /** Moves the clock to the time until which everything was heard, and calls every timer whose deadline has passed. */
    void advance() {
        advance(heardUntil);
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Sets a timer. One that is set already is moved. */
    public void set(Timer timer, long deadlineNanos) {
        cancel(timer);
        timer.deadline = Math.max(now + 1, ticksUp(deadlineNanos));
        add(timer);
        size++;
    }

    /** Cancels a timer; does nothing if it is not set. */
    public void cancel(Timer timer) {
        if (timer.slot >= 0) {
            remove(timer);
            size--;
        }
    }

    /** Moves the clock to the given time, and calls every timer whose deadline has passed. */
    void advance(long nowNanos) {
        long target = (nowNanos - start) >> TICK_SHIFT;
        while (size > 0) {
            long next = nextTick();
            if (next > target) {
                break;
            }
            now = next;
            for (int wheel = WHEELS - 1; wheel >= 0; wheel--) {
                if ((now & (1L << (wheel * SLOT_BITS)) - 1) == 0) {
                    empty(wheel, nowNanos);
                }
            }
        }
        now = Math.max(now, target);
    }

    /** Returns the time until the next timer may be due; a negative number if no timer is set. */
    long nanosToNext(long nowNanos) {
        return size == 0 ? -1 : Math.max(0, (nextTick() << TICK_SHIFT) - (nowNanos - start));
    }

    private void empty(int wheel, long nowNanos) {
        int slot = wheel * SLOTS + slotOf(wheel, now);
        for (Timer timer = slots[slot]; timer != null; timer = slots[slot]) {
            remove(timer);
            if (timer.deadline > now) {
                add(timer);
            } else {
                size--;
                timer.expired(nowNanos);
            }
        }
    }

    private void add(Timer timer) {
        long ahead = Math.min(timer.deadline - now, FARTHEST);
        int wheel = 0;
        while (ahead >> ((wheel + 1) * SLOT_BITS) != 0) {
            wheel++;
        }
        int slot = wheel * SLOTS + slotOf(wheel, now + ahead);
        timer.slot = slot;
        timer.next = slots[slot];
        if (timer.next != null) {
            timer.next.previous = timer;
        }
        slots[slot] = timer;
        occupied[wheel] |= 1L << (slot & SLOTS - 1);
    }

    private void remove(Timer timer) {
        if (timer.previous != null) {
            timer.previous.next = timer.next;
        } else {
            slots[timer.slot] = timer.next;
            if (timer.next == null) {
                occupied[timer.slot / SLOTS] &= ~(1L << (timer.slot & SLOTS - 1));
            }
        }
        if (timer.next != null) {
            timer.next.previous = timer.previous;
        }
        timer.next = null;
        timer.previous = null;
        timer.slot = -1;
    }

    /** Returns the tick at which the next slot that is not empty comes up. */
    private long nextTick() {
        long next = Long.MAX_VALUE;
        for (int wheel = 0; wheel < WHEELS; wheel++) {
            if (occupied[wheel] != 0) {
                long turned = Long.rotateRight(occupied[wheel], slotOf(wheel, now) + 1);
                long slotsAhead = Long.numberOfTrailingZeros(turned) + 1L;
                int shift = wheel * SLOT_BITS;
                next = Math.min(next, ((now >> shift) + slotsAhead) << shift);
            }
        }
        return next;
    }

    private long ticksUp(long nanos) {
        return (nanos - start + TICK_NANOS - 1) >> TICK_SHIFT;
    }

    private static int slotOf(int wheel, long tick) {
        return (int) (tick >> (wheel * SLOT_BITS)) & SLOTS - 1;
    }
}
