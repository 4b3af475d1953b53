package dev.patchbay.server.poll;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Numbers for sockets: the lower half of a number is a place in an array, the upper half says how often the place was
 * given away before. Places are taken and freed under a lock, and looked up without.
 */
final class Slots {

    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Entry[].class);

    private volatile Entry[] entries = new Entry[64];

    /** The free places; has room for all, so that giving one back never needs memory. */
    private int[] free = new int[64];

    private int freeCount;
    private int used;
    private int generation;

    /** A place that is taken. */
    private record Entry(int generation, Pollable target) {}

    /** Takes a place; never returns a negative number. Changes nothing if memory runs out. */
    synchronized long take(Pollable target) {
        int index = freeCount > 0 ? free[freeCount - 1] : used;
        int next = (generation + 1) & Integer.MAX_VALUE;
        Entry entry = new Entry(next, target);
        if (index == entries.length) {
            free = Arrays.copyOf(free, index * 2);
            entries = Arrays.copyOf(entries, index * 2);
        }
        if (freeCount > 0) {
            freeCount--;
        } else {
            used++;
        }
        generation = next;
        ELEMENT.setRelease(entries, index, entry);
        return (long) next << Integer.SIZE | index;
    }

    /** Gives a place back; its number means nothing from now on. Does nothing if it was given back before. */
    synchronized void free(long slot) {
        if (get(slot) == null) {
            return;
        }
        ELEMENT.setRelease(entries, (int) slot, null);
        free[freeCount++] = (int) slot;
    }

    /** Returns who has the place, or null if it was given back. */
    Pollable get(long slot) {
        Entry entry = (Entry) ELEMENT.getAcquire(entries, (int) slot);
        return entry != null && entry.generation == (int) (slot >>> Integer.SIZE) ? entry.target : null;
    }
}
