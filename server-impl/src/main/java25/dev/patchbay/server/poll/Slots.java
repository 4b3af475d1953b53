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
    private int[] free = new int[64];
    private int freeCount;
    private int used;
    private int generation;

    /** A place that is taken. */
    private record Entry(int generation, Pollable target) {}

    /** Takes a place; never returns a negative number. */
    synchronized long take(Pollable target) {
        int index = freeCount > 0 ? free[--freeCount] : used++;
        if (index == entries.length) {
            entries = Arrays.copyOf(entries, index * 2);
        }
        generation = (generation + 1) & Integer.MAX_VALUE;
        ELEMENT.setRelease(entries, index, new Entry(generation, target));
        return (long) generation << Integer.SIZE | index;
    }

    /** Gives a place back; its number means nothing from now on. */
    synchronized void free(long slot) {
        ELEMENT.setRelease(entries, (int) slot, null);
        if (freeCount == free.length) {
            free = Arrays.copyOf(free, freeCount * 2);
        }
        free[freeCount++] = (int) slot;
    }

    /** Returns who has the place, or null if it was given back. */
    Pollable get(long slot) {
        Entry entry = (Entry) ELEMENT.getAcquire(entries, (int) slot);
        return entry != null && entry.generation == (int) (slot >>> Integer.SIZE) ? entry.target : null;
    }
}
