package dev.patchbay.bench.load;

import java.util.Map;
import java.util.TreeMap;

/** Counts errors by kind. For all threads: errors are rare, or speed does not matter. */
public final class ErrorCounts {

    /** The text of an error may be the server's, so there may be any number of them. */
    private static final int MOST_KINDS = 20;

    private final Map<String, Long> counts = new TreeMap<>();
    private long total;
    private String firstWrongAnswer;

    /** Counts so many errors of a kind. */
    synchronized void add(String kind, long count) {
        total += count;
        counts.merge(counts.containsKey(kind) || counts.size() < MOST_KINDS ? kind : "others", count, Long::sum);
    }

    /** Counts a wrong answer. */
    synchronized void addWrong(String detail) {
        add("wrong answer", 1);
        if (firstWrongAnswer == null) {
            firstWrongAnswer = detail;
        }
    }

    /** Returns the number of all errors. */
    public synchronized long total() {
        return total;
    }

    /** Returns what was wrong with the first wrong answer; null if there was none. */
    public synchronized String firstWrongAnswer() {
        return firstWrongAnswer;
    }

    /** Returns the numbers of errors by kind. */
    public synchronized Map<String, Long> byKind() {
        return new TreeMap<>(counts);
    }
}
