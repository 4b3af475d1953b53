package dev.patchbay.server.engine.loop;

/**
 * The deadlines of one event loop's connections, owned by the thread that carries the loop. Setting, moving and dropping a
 * deadline takes the same few steps however many there are, and a look at the clock costs nothing until one is due.
 *
 * <p>Four wheels of 64 slots each, of which every slot of a wheel spans a whole turn of the wheel below it: 8 milliseconds,
 * half a second, half a minute, half an hour. A deadline lies in the finest wheel that reaches as far; when its slot comes
 * up, it moves to a finer one, and in the finest it is due. A timer is never told too early, and less than two slots of the
 * finest wheel too late.
 */
public final class TimerWheel {

    /** About 8.4 ms: the resolution. */
    private static final int TICK_SHIFT = 23;

    public static final long TICK_NANOS = 1L << TICK_SHIFT;

    private static final int WHEELS = 4;
    private static final int SLOT_BITS = 6;
    private static final int SLOTS = 1 << SLOT_BITS;
    private static final long FARTHEST = (1L << (WHEELS * SLOT_BITS)) - (1L << ((WHEELS - 1) * SLOT_BITS));

    /** Something with a deadline; it is in one wheel at most. */
    public abstract static class Timer {
        private Timer next;
        private Timer previous;
        private int slot = -1;
        private long deadline;

        /** The deadline has passed, and the timer is out of the wheel. */
        public abstract void expired(long nowNanos);
    }

    private final Timer[] slots = new Timer[WHEELS * SLOTS];
    private final long[] occupied = new long[WHEELS];
    private final long start;
    private long now;
    private int size;

    /** Makes an empty wheel at the given time of the clock that all times here are of. */
    TimerWheel(long nowNanos) {
        start = nowNanos;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Sets a timer, or moves it. */
    public void set(Timer timer, long deadlineNanos) {
        cancel(timer);
        timer.deadline = Math.max(now + 1, ticksUp(deadlineNanos));
        add(timer);
        size++;
    }

    /** Drops a timer; does nothing if it is not set. */
    public void cancel(Timer timer) {
        if (timer.slot >= 0) {
            remove(timer);
            size--;
        }
    }

    /** Tells every timer whose deadline has come. */
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

    /** Returns how long nothing will be due; negative if nothing is set at all. */
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

    /** Returns when the next slot with something in it comes up. */
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
