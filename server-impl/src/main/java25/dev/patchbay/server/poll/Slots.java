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

    private static final VarHandle TARGET = MethodHandles.arrayElementVarHandle(Pollable[].class);

    /** Replaced and written under the lock; read by any thread. A free place has no object. */
    private volatile Places places = new Places(new Pollable[64], new int[64]);

    /** The free places. Has room for all of them, so that freeing one never needs memory. */
    private int[] free = new int[64];

    private int freeCount;
    private int used;
    private int generation;

    /** What is at each place. The generation of a place is written before its object. */
    private record Places(Pollable[] targets, int[] generations) {}

    /** Takes a place and returns its number, which is never negative. If memory runs out, nothing changes. */
    synchronized long take(Pollable target) {
        int index = freeCount > 0 ? free[freeCount - 1] : used;
        if (index == free.length) {
            Places larger =
                    new Places(Arrays.copyOf(places.targets, index * 2), Arrays.copyOf(places.generations, index * 2));
            free = Arrays.copyOf(free, index * 2);
            places = larger;
        }
        if (freeCount > 0) {
            freeCount--;
        } else {
            used++;
        }
        generation = (generation + 1) & Integer.MAX_VALUE;
        places.generations[index] = generation;
        TARGET.setRelease(places.targets, index, target);
        return (long) generation << Integer.SIZE | index;
    }

    /** Frees a place; its number is not valid any more. A place that is free already stays so. */
    synchronized void free(long slot) {
        if (get(slot) == null) {
            return;
        }
        TARGET.setRelease(places.targets, (int) slot, null);
        free[freeCount++] = (int) slot;
    }

    /** Returns the object at the place; null if the place was freed. */
    Pollable get(long slot) {
        Places now = places;
        // The object first: if it is one that has come since, so is the generation.
        Pollable target = (Pollable) TARGET.getAcquire(now.targets, (int) slot);
        return now.generations[(int) slot] == (int) (slot >>> Integer.SIZE) ? target : null;
    }
}
