package dev.patchbay.server.engine.connection;

import dev.patchbay.api.SlowConsumer;

/**
 * Messages in the order in which they were put, as many as may wait. For any thread: all changes are made under this object's
 * monitor, which is held for a few assignments.
 */
public final class MessageQueue {

    private static final int DEFAULT_CAPACITY = 8192;

    /** What has become of a message. */
    public enum Put {
        /** It waits, and no other one was waiting. */
        FIRST,
        /** It waits, and so did others. */
        TAKEN,
        /** It was not taken. */
        REFUSED,
        /** It was not taken, and its connection is to end, because its client is too slow. Returned once. */
        TOO_SLOW
    }

    private static final class Message {
        final Object content;
        Message next;

        Message(Object content) {
            this.content = content;
        }
    }

    /** Guarded by this, as are all fields. */
    private Message oldest;

    private Message newest;

    /** Read by any thread, without the monitor. */
    private volatile int waiting;

    private long dropped;
    private int capacity = DEFAULT_CAPACITY;
    private SlowConsumer whenFull = SlowConsumer.DROP_NEWEST;
    private boolean sealed;

    /** Sets how many messages may wait, and what happens to one that comes then. */
    public synchronized void limit(int most, SlowConsumer policy) {
        capacity = most;
        whenFull = policy;
    }

    public Put put(Object content) {
        // Before the monitor is entered, so that nothing has changed if there is no memory.
        Message fresh = new Message(content);
        synchronized (this) {
            if (sealed) {
                return Put.REFUSED;
            }
            if (waiting >= capacity && !makeRoom()) {
                return whenFull == SlowConsumer.CLOSE ? Put.TOO_SLOW : Put.REFUSED;
            }
            if (newest == null) {
                oldest = fresh;
            } else {
                newest.next = fresh;
            }
            newest = fresh;
            return ++waiting == 1 ? Put.FIRST : Put.TAKEN;
        }
    }

    /** Drops the oldest messages if that is the policy, else the new one; returns whether there is room now. */
    private boolean makeRoom() {
        if (whenFull != SlowConsumer.DROP_OLDEST) {
            dropped++;
            sealed = whenFull == SlowConsumer.CLOSE;
            return false;
        }
        while (waiting >= capacity) {
            dropped++;
            removeOldest();
        }
        return true;
    }

    private Object removeOldest() {
        Message removed = oldest;
        oldest = removed.next;
        if (oldest == null) {
            newest = null;
        }
        waiting--;
        return removed.content;
    }

    /** Removes the oldest message, and returns it; null if none waits. */
    public synchronized Object take() {
        return oldest == null ? null : removeOldest();
    }

    /** Accepts no more messages, unless some wait; returns false in that case. */
    public synchronized boolean sealIfEmpty() {
        sealed |= waiting == 0;
        return waiting == 0;
    }

    /** Drops all messages, and accepts no more. */
    public synchronized void close() {
        sealed = true;
        oldest = null;
        newest = null;
        waiting = 0;
    }

    public synchronized boolean isSealed() {
        return sealed;
    }

    /** Returns how many messages wait. */
    public int waiting() {
        return waiting;
    }

    /** Returns how many messages were dropped, or refused, because too many were waiting. */
    public synchronized long dropped() {
        return dropped;
    }
}
