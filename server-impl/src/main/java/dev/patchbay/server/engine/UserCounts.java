package dev.patchbay.server.engine;

import java.util.Arrays;

/**
 * Counts the connections of each user. Removing a connection needs no memory, because it must not fail. All methods may
 * be called from any thread.
 */
final class UserCounts {

    private static final int INITIAL_CAPACITY = 8;

    /** The users that have connections, in no order. Guarded by this. */
    private long[] uids = new long[INITIAL_CAPACITY];

    /** The number of connections of the user at the same index. Guarded by this. */
    private int[] counts = new int[INITIAL_CAPACITY];

    /** The number of users that have connections. Guarded by this. */
    private int users;

    /**
     * Adds a connection of the user.
     *
     * @return the number of connections that the user has now
     * @throws OutOfMemoryError if there is no memory for another user; then nothing has changed
     */
    synchronized int add(long uid) {
        int index = indexOf(uid);
        if (index == users) {
            makeRoom();
            uids[index] = uid;
            counts[index] = 0;
            users++;
        }
        return ++counts[index];
    }

    /** Removes a connection of the user; does nothing if the user has none. */
    synchronized void remove(long uid) {
        int index = indexOf(uid);
        if (index < users && --counts[index] == 0) {
            users--;
            uids[index] = uids[users];
            counts[index] = counts[users];
        }
    }

    /** Returns the index of the user, or the number of users if it has no connection. */
    private int indexOf(long uid) {
        int index = 0;
        while (index < users && uids[index] != uid) {
            index++;
        }
        return index;
    }

    private void makeRoom() {
        if (users == uids.length) {
            long[] more = Arrays.copyOf(uids, 2 * users);
            counts = Arrays.copyOf(counts, 2 * users);
            uids = more;
        }
    }
}
