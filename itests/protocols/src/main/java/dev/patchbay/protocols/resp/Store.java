package dev.patchbay.protocols.resp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The data, shared by a handler and the one that replaces it. Each method is one atomic step. Arrays that were stored or
 * returned are never changed. Any thread may call.
 */
public final class Store {

    /** Strings ({@code byte[]}) and lists ({@code Deque}), which are never empty. */
    private final Map<String, Object> values = new HashMap<>();

    /** Those who wait for an element of a list, the first to be served first. */
    private final Map<String, Deque<Waiter>> waiting = new HashMap<>();

    synchronized int size() {
        return values.size();
    }

    synchronized void clear() {
        values.clear();
    }

    synchronized boolean delete(String key) {
        return values.remove(key) != null;
    }

    synchronized boolean exists(String key) {
        return values.containsKey(key);
    }

    /** Returns {@code string}, {@code list} or {@code none}. */
    synchronized String type(String key) {
        Object value = values.get(key);
        return value == null ? "none" : value instanceof byte[] ? "string" : "list";
    }

    // ---- strings

    /** Returns a string, or null. */
    synchronized byte[] get(String key) {
        Object value = values.get(key);
        if (value instanceof Deque) {
            throw RespException.wrongType();
        }
        return (byte[]) value;
    }

    /** Returns the strings of several keys, null for what is no string. */
    synchronized List<byte[]> get(List<String> keys) {
        List<byte[]> found = new ArrayList<>(keys.size());
        for (String key : keys) {
            found.add(values.get(key) instanceof byte[] value ? value : null);
        }
        return found;
    }

    synchronized void set(String key, byte[] value) {
        values.put(key, value);
    }

    synchronized void setAll(Map<String, byte[]> pairs) {
        values.putAll(pairs);
    }

    /** Adds to a number; returns the sum. */
    synchronized long add(String key, long amount) {
        byte[] value = get(key);
        long number = value == null ? 0 : Numbers.parse(value);
        try {
            number = Math.addExact(number, amount);
        } catch (ArithmeticException e) {
            throw new RespException("ERR increment or decrement would overflow");
        }
        values.put(key, Numbers.format(number));
        return number;
    }

    /** Appends to a string; returns its length. */
    synchronized int append(String key, byte[] more) {
        byte[] value = get(key);
        byte[] sum = value == null ? more : Arrays.copyOf(value, value.length + more.length);
        if (value != null) {
            System.arraycopy(more, 0, sum, value.length, more.length);
        }
        values.put(key, sum);
        return sum.length;
    }

    // ---- lists

    /** Adds elements at one end of a list, and serves those who wait for them; returns how many elements there were then. */
    int push(String key, List<byte[]> elements, boolean left) {
        List<Waiter> served;
        int length;
        synchronized (this) {
            Deque<byte[]> list = list(key);
            if (list == null) {
                values.put(key, list = new ArrayDeque<>());
            }
            elements.forEach(left ? list::addFirst : list::addLast);
            length = list.size();
            served = waiting.isEmpty() ? List.of() : serve(key);
        }
        served.forEach(Waiter::wake);
        return length;
    }

    /** Takes an element off one end of a list; returns null if there is none. */
    synchronized byte[] pop(String key, boolean left) {
        Deque<byte[]> list = list(key);
        if (list == null) {
            return null;
        }
        byte[] element = left ? list.removeFirst() : list.removeLast();
        if (list.isEmpty()) {
            values.remove(key);
        }
        return element;
    }

    synchronized int length(String key) {
        Deque<byte[]> list = list(key);
        return list == null ? 0 : list.size();
    }

    /** Returns the elements from one index to another, both included; negative ones count from the end. */
    synchronized List<byte[]> range(String key, long from, long to) {
        Deque<byte[]> list = list(key);
        int size = list == null ? 0 : list.size();
        long first = Math.max(0, from < 0 ? size + from : from);
        long last = Math.min(size - 1, to < 0 ? size + to : to);
        return last < first
                ? List.of()
                : list.stream().skip(first).limit(last - first + 1).toList();
    }

    // ---- waiting for an element

    /** Takes an element off the first list that has one, or begins to wait for one. */
    synchronized void take(Waiter waiter) {
        for (String key : waiter.keys) {
            if (list(key) != null) {
                waiter.serve(key, pop(key, true));
                return;
            }
        }
        waiter.keys.forEach(
                key -> waiting.computeIfAbsent(key, none -> new ArrayDeque<>()).add(waiter));
    }

    /** Ends the waiting, if no element has come. */
    synchronized void giveUp(Waiter waiter) {
        if (!waiter.isDone()) {
            waiter.serve(null, null);
            forget(waiter);
        }
    }

    /** Ends the waiting of a client that has gone; an element that it was given goes to the next. */
    void leave(Waiter waiter) {
        giveUp(waiter);
        if (waiter.key() != null) {
            push(waiter.key(), List.of(waiter.element()), true);
        }
    }

    private List<Waiter> serve(String key) {
        List<Waiter> served = new ArrayList<>();
        while (waiting.containsKey(key) && list(key) != null) {
            Waiter first = waiting.get(key).peek();
            first.serve(key, pop(key, true));
            forget(first);
            served.add(first);
        }
        return served;
    }

    private void forget(Waiter waiter) {
        for (String key : waiter.keys) {
            waiting.computeIfPresent(key, (same, queue) -> queue.remove(waiter) && queue.isEmpty() ? null : queue);
        }
    }

    @SuppressWarnings("unchecked")
    private Deque<byte[]> list(String key) {
        Object value = values.get(key);
        if (value instanceof byte[]) {
            throw RespException.wrongType();
        }
        return (Deque<byte[]>) value;
    }
}
