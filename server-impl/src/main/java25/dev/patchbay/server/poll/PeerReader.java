package dev.patchbay.server.poll;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.patchbay.api.PeerCredentials;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Accepts clients and reads their credentials, in memory of its own, so that a client costs no object for it: one that has the same
 * credentials as the one before, as most have, gets the same object. Used by one thread at a time: that which accepts.
 */
final class PeerReader {

    /** The address of a client that has bound nothing is the family alone. */
    private static final int FAMILY = 2;

    /** How many groups are read at once; a client that has more costs a few objects. */
    private static final int USUAL_GROUPS = 32;

    /** {@code struct ucred}: pid, uid, gid. */
    private static final int CREDENTIALS = 3;

    /** The layout of the memory: {@code errno}, the length of the answer, the answer. */
    private static final int LENGTH = Epoll.STATE_SIZE;

    private static final int ANSWER = LENGTH + Integer.BYTES;

    private final MemorySegment memory = Arena.ofAuto().allocate(ANSWER + USUAL_GROUPS * Integer.BYTES, Integer.BYTES);

    /** What the kernel has said of the present client, and of the one before: the credentials, then the groups. */
    private int[] now = new int[CREDENTIALS + USUAL_GROUPS];

    private int[] before = new int[CREDENTIALS + USUAL_GROUPS];

    /** How many numbers of {@link #before} are valid. */
    private int known;

    /** Whether the present client has bound its socket. */
    private boolean bound;

    /** What {@link #before} says. */
    private PeerCredentials last;

    /** Accepts a client; returns its descriptor, or minus {@code errno}. */
    int accept(int listener) {
        memory.set(JAVA_INT, LENGTH, ANSWER);
        int descriptor = Epoll.accept(memory, listener, memory.address() + ANSWER, memory.address() + LENGTH);
        try {
            bound = descriptor >= 0 && memory.get(JAVA_INT, LENGTH) > FAMILY;
            return descriptor;
        } catch (Throwable noMemoryToLinkIt) {
            Epoll.close(descriptor);
            throw noMemoryToLinkIt;
        }
    }

    /** Returns whether the client that was accepted last has bound its socket to an address. */
    boolean isBound() {
        return bound;
    }

    /** Returns the credentials of a client, the primary group first. */
    PeerCredentials credentials(int descriptor) throws IOException {
        if (!read(descriptor, PeerSocket.SO_PEERCRED, 0, CREDENTIALS)) {
            throw new IOException("getsockopt(SO_PEERCRED): the kernel does not know who has connected");
        }
        if (!read(descriptor, PeerSocket.SO_PEERGROUPS, CREDENTIALS, USUAL_GROUPS)) {
            return credentials(PeerSocket.groups(descriptor));
        }
        int count = CREDENTIALS + memory.get(JAVA_INT, LENGTH) / Integer.BYTES;
        if (last == null || !isSame(count)) {
            last = credentials(groups(count));
            int[] free = before;
            before = now;
            now = free;
            known = count;
        }
        return last;
    }

    /** Reads an option of the socket, of at most {@code most} numbers; returns false after a failure. */
    private boolean read(int descriptor, int option, int at, int most) {
        memory.set(JAVA_INT, LENGTH, most * Integer.BYTES);
        if (!PeerSocket.read(descriptor, option, memory.address() + ANSWER, memory.address() + LENGTH)) {
            return false;
        }
        int count = memory.get(JAVA_INT, LENGTH) / Integer.BYTES;
        for (int i = 0; i < count; i++) {
            now[at + i] = memory.get(JAVA_INT, ANSWER + (long) i * Integer.BYTES);
        }
        return true;
    }

    private boolean isSame(int count) {
        boolean same = count == known;
        for (int i = 0; same && i < count; i++) {
            same = now[i] == before[i];
        }
        return same;
    }

    private List<Long> groups(int count) {
        Long[] groups = new Long[count - CREDENTIALS];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = Integer.toUnsignedLong(now[CREDENTIALS + i]);
        }
        return List.of(groups);
    }

    private PeerCredentials credentials(List<Long> groups) {
        Set<Long> gids = new LinkedHashSet<>();
        if (id(now[2]) != PeerCredentials.UNKNOWN) {
            gids.add(id(now[2]));
        }
        gids.addAll(groups);
        return new PeerCredentials(now[0], id(now[1]), List.copyOf(gids));
    }

    /** Returns an id of the kernel's, for which minus one stands for none. */
    private static long id(int number) {
        return number == -1 ? PeerCredentials.UNKNOWN : Integer.toUnsignedLong(number);
    }
}
