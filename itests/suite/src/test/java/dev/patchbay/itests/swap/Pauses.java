package dev.patchbay.itests.swap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The longest time that a client of one server waited for an answer, for each kind of activity. A wait that begins or
 * ends during an activity counts for that activity.
 */
final class Pauses {

    /** What goes on. */
    enum Kind {
        BASELINE("a phase without swaps"),
        RANKING("ranking changed, both handlers present"),
        REGISTRATION("handler came or went, another present"),
        TARGET("handler.target changed"),
        BURST("several changes at once"),
        UPDATE_BESIDE_ANOTHER("bundle updated, another handler present"),
        UPDATE_STANDBY("the other handler's bundle updated"),
        UPDATE_ALONE("bundle updated, no other handler");

        final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** A stretch of time in which one thing goes on. */
    static final class Window {
        private final Kind kind;
        private final AtomicLong longest = new AtomicLong();
        private volatile long ended;
        private volatile long awayNanos;

        private Window(Kind kind) {
            this.kind = kind;
        }

        long longestNanos() {
            return longest.get();
        }

        long awayNanos() {
            return awayNanos;
        }
    }

    private final Map<Kind, List<Window>> windows = new EnumMap<>(Kind.class);
    private final Window between = new Window(null);
    private volatile Window latest = between;

    Window begin(Kind kind) {
        Window window = new Window(kind);
        latest = window;
        return window;
    }

    /** Ends a window; {@code awayNanos} says for how long the handler was not there at all. */
    void end(Window window, long awayNanos) {
        window.ended = System.nanoTime();
        window.awayNanos = awayNanos;
        synchronized (this) {
            windows.computeIfAbsent(window.kind, kind -> new ArrayList<>()).add(window);
        }
    }

    /** A client has waited from one moment to another. For any thread. */
    void waited(long from, long to) {
        Window window = latest;
        long ended = window.ended;
        Window concerned = ended == 0 || ended - from >= 0 ? window : between;
        concerned.longest.accumulateAndGet(to - from, Math::max);
    }

    /** Returns all windows of a kind. */
    synchronized List<Window> of(Kind kind) {
        return List.copyOf(windows.getOrDefault(kind, List.of()));
    }

    /** Returns a line for each kind. */
    String table() {
        StringBuilder table = new StringBuilder();
        double baseline = longest(of(Kind.BASELINE));
        for (Kind kind : Kind.values()) {
            List<Window> all = of(kind);
            if (!all.isEmpty()) {
                table.append(String.format(
                        "    %-42s %6d times, longest pause %8.2f ms (%.2f of the baseline), median of the longest %.2f ms",
                        kind.text, all.size(), longest(all) / 1e6, longest(all) / baseline, median(all) / 1e6));
                table.append(kind == Kind.UPDATE_ALONE ? away(all) : "").append('\n');
            }
        }
        return table.toString();
    }

    private static String away(List<Window> all) {
        Window worst =
                all.stream().max(Comparator.comparingLong(Window::longestNanos)).orElseThrow();
        long more = all.stream()
                .mapToLong(window -> window.longestNanos() - window.awayNanos)
                .max()
                .orElseThrow();
        return String.format(
                "; the handler itself was away for %.2f ms then, and at no time did a pause exceed that by more than %.2f ms",
                worst.awayNanos / 1e6, more / 1e6);
    }

    private static double longest(List<Window> all) {
        return all.stream().mapToLong(Window::longestNanos).max().orElse(0);
    }

    private static double median(List<Window> all) {
        long[] sorted = all.stream().mapToLong(Window::longestNanos).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
