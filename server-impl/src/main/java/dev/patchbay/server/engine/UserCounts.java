package dev.patchbay.server.engine;

import java.util.Arrays;

/** How many connections each user has. To count one less takes no memory: it must not fail. For all threads. */
final class UserCounts {

    private static final int FEW = 8;

    // What follows is guarded by this. Whoever has no connection is not in it.

    private long[] uids = new long[FEW];
    private int[] counts = new int[FEW];
    private int users;

    /** Counts one more of the user's, and returns how many there are now; if there is no memory, nothing has changed. */
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

    /** Counts one less of the user's; does nothing if there is none. */
    synchronized void remove(long uid) {
        int index = indexOf(uid);
        if (index < users && --counts[index] == 0) {
            users--;
            uids[index] = uids[users];
            counts[index] = counts[users];
        }
    }

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
