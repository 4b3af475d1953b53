package dev.patchbay.server.poll;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/**
 * Gives numbers to sockets. The lower half of a number is a place in an array; the upper half is a generation, which differs each
 * time the place is taken. All methods may be called from any thread. Places are taken and freed under a lock, and looked up without
 * one.
 */
final class Slots {

    private static final VarHandle ELEMENT = MethodHandles.arrayElementVarHandle(Entry[].class);

    private volatile Entry[] entries = new Entry[64];

    /** The free places. Has room for all of them, so that freeing one never needs memory. */
    private int[] free = new int[64];

    private int freeCount;
    private int used;
    private int generation;

    /** A place that is taken. */
    private record Entry(int generation, Pollable target) {}

    /** Takes a place and returns its number, which is never negative. If memory runs out, nothing changes. */
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

    /** Frees a place; its number is not valid any more. A place that is free already stays so. */
    synchronized void free(long slot) {
        if (get(slot) == null) {
            return;
        }
        ELEMENT.setRelease(entries, (int) slot, null);
        free[freeCount++] = (int) slot;
    }

    /** Returns the object at the place; null if the place was freed. */
    Pollable get(long slot) {
        Entry entry = (Entry) ELEMENT.getAcquire(entries, (int) slot);
        return entry != null && entry.generation == (int) (slot >>> Integer.SIZE) ? entry.target : null;
    }
}
