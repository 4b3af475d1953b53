package dev.patchbay.handler.json.wire;

import java.util.Arrays;
import java.util.HashSet;

/**
 * The names of the members of the objects that a parser is in, so that none comes twice in the same object. Jackson has
 * this, too, but makes a set for each object, however small; that was a fifth of what a small request cost here.
 *
 * <p>One stack for all objects: for each that is open {@link #OBJECT}, and above it either its names, or, if these are
 * more than a few, a set of them.
 */
final class MemberNames {

    /** So many names may be compared one by one. */
    private static final int FEW = 16;

    private static final Object OBJECT = new Object();

    /** Every name may be there. */
    private static final long ANY = -1;

    private Object[] stack = new Object[FEW];
    private int size;

    /** A bit for the hash of each name of the object that has begun last, so that most names are seen to be new at once. */
    private long hashes;

    /** An object begins. */
    void begin() {
        push(OBJECT);
        hashes = 0;
    }

    /** The object that has begun last ends. */
    void end() {
        do {
            size--;
        } while (stack[size] != OBJECT);
        hashes = ANY;
    }

    /**
     * Adds a name to the object that has begun last.
     *
     * @return false if it has that name already
     */
    boolean add(String name) {
        long bit = 1L << name.hashCode();
        if ((hashes & bit) != 0) {
            return addUnlessThere(name);
        }
        hashes |= bit;
        push(name);
        return true;
    }

    @SuppressWarnings("unchecked")
    private boolean addUnlessThere(String name) {
        int i = size - 1;
        if (stack[i] instanceof HashSet) {
            return ((HashSet<Object>) stack[i]).add(name);
        }
        while (stack[i] != OBJECT) {
            if (stack[i].equals(name)) {
                return false;
            }
            i--;
        }
        push(name);
        if (size - i > FEW) {
            collect(i + 1);
        }
        return true;
    }

    private void collect(int first) {
        HashSet<Object> names = new HashSet<>(Arrays.asList(stack).subList(first, size));
        size = first;
        push(names);
        hashes = ANY;
    }

    private void push(Object next) {
        if (size == stack.length) {
            stack = Arrays.copyOf(stack, 2 * size);
        }
        stack[size++] = next;
    }
}
