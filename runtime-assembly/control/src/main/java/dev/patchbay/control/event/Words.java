package dev.patchbay.control.event;

import java.time.Duration;

/** Numbers and failures as people read them. May be called from any thread. */
final class Words {

    private Words() {}

    /** Returns a number with its noun: {@code 1 connection}, {@code 3 connections}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Returns a duration that was measured: {@code 42 ms}, {@code 12.3 s}. */
    static String millis(Duration measured) {
        long millis = Math.max(0, measured.toMillis());
        return millis < 1_000 ? millis + " ms" : millis / 1_000 + "." + millis % 1_000 / 100 + " s";
    }

    /** Returns the message of a failure; its class if it has none. */
    static String reason(Throwable failure) {
        return failure.getMessage() == null ? failure.getClass().getName() : failure.getMessage();
    }

    /** Returns the message of a failure; null if there is no failure. */
    static String orNull(Throwable failure) {
        return failure == null ? null : reason(failure);
    }
}
