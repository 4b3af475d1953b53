package dev.patchbay.server.events;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Keeps events that repeat themselves from flooding a log. Of each kind, the first few within a window of time are logged; the
 * others are counted, and their number is due when the window is over. Remembers a bounded number of kinds; those in excess share
 * one. Used by one thread at a time.
 */
public final class Repeats {

    private static final int MOST_KINDS = 64;
    private static final String OTHER_KINDS = "other events";

    private final int burst;
    private final long windowNanos;
    private final LongSupplier nanoTime;
    private final Map<String, Window> windows = new LinkedHashMap<>();

    private static final class Window {
        long began;
        int logged;
        long unlogged;
        String last;
    }

    /**
     * The events of one kind that were not logged.
     *
     * @param kind  the kind
     * @param count their number
     * @param last  the description of the last one
     */
    public record Rest(String kind, long count, String last) {}

    /**
     * Creates a memory without events.
     *
     * @param burst       how many events of a kind are logged within a window
     * @param windowNanos the length of a window, which begins with the first event of its kind
     * @param nanoTime    the clock
     */
    public Repeats(int burst, long windowNanos, LongSupplier nanoTime) {
        this.burst = burst;
        this.windowNanos = windowNanos;
        this.nanoTime = nanoTime;
    }

    /**
     * Counts an event. The caller first logs what is {@linkplain #due due}.
     *
     * @return its number within the window, from 1, if it is to be logged; 0 if it is not
     */
    public int count(String kind, String description) {
        long now = nanoTime.getAsLong();
        String known = windows.containsKey(kind) || windows.size() < MOST_KINDS ? kind : OTHER_KINDS;
        Window window = windows.get(known);
        if (window == null || window.unlogged == 0 && now - window.began >= windowNanos) {
            windows.values().removeIf(old -> old.unlogged == 0 && now - old.began >= windowNanos);
            window = new Window();
            window.began = now;
            windows.put(known, window);
        }
        if (window.logged < burst) {
            return ++window.logged;
        }
        window.unlogged++;
        window.last = description;
        return 0;
    }

    /** Returns the time until numbers are due; {@link Long#MAX_VALUE} if there are none. */
    public long nanosUntilDue() {
        long now = nanoTime.getAsLong();
        return windows.values().stream()
                .filter(window -> window.unlogged > 0)
                .mapToLong(window -> Math.max(0, windowNanos - (now - window.began)))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Returns the events that were not logged in the windows that are over, and forgets them. */
    public List<Rest> due() {
        long now = nanoTime.getAsLong();
        List<Rest> rests = new ArrayList<>();
        Iterator<Map.Entry<String, Window>> entries = windows.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, Window> entry = entries.next();
            Window window = entry.getValue();
            if (now - window.began >= windowNanos) {
                add(rests, entry.getKey(), window);
                entries.remove();
            }
        }
        return rests;
    }

    /** Returns all events that were not logged, and forgets everything. */
    public List<Rest> all() {
        List<Rest> rests = new ArrayList<>();
        windows.forEach((kind, window) -> add(rests, kind, window));
        windows.clear();
        return rests;
    }

    private static void add(List<Rest> rests, String kind, Window window) {
        if (window.unlogged > 0) {
            rests.add(new Rest(kind, window.unlogged, window.last));
        }
    }
}
