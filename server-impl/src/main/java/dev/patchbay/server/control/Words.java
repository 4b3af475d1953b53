package dev.patchbay.server.control;

import java.time.Duration;

/** Numbers as people read them, for the log. All methods may be called from any thread. */
final class Words {

    private static final long NANOS_OF_MILLI = 1_000_000;

    private Words() {}

    /** Returns a number with its noun: {@code 1 connection}, {@code 3 connections}. */
    static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** Returns a duration that was measured, in its one or two largest units: {@code 6 ms}, {@code 1.2 s}, {@code 2 h 5 min}. */
    static String took(Duration measured) {
        Duration duration = measured.isNegative() ? Duration.ZERO : measured;
        if (duration.compareTo(Duration.ofMillis(1)) < 0) {
            return "less than 1 ms";
        }
        // Rounded here, so that 999.6 ms are 1 s and not 1000 ms.
        long millis = duration.plusNanos(NANOS_OF_MILLI / 2).toMillis();
        if (millis < 1_000) {
            return millis + " ms";
        }
        long tenths = (millis + 50) / 100;
        if (tenths < 600) {
            return tenths / 10 + (tenths % 10 == 0 ? "" : "." + tenths % 10) + " s";
        }
        long seconds = (millis + 500) / 1000;
        if (seconds < 3_600) {
            return two(seconds / 60, "min", seconds % 60, "s");
        }
        long minutes = (seconds + 30) / 60;
        if (minutes < 24 * 60) {
            return two(minutes / 60, "h", minutes % 60, "min");
        }
        long hours = (minutes + 30) / 60;
        return two(hours / 24, "d", hours % 24, "h");
    }

    private static String two(long large, String unit, long small, String smallUnit) {
        return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
    }
}
