package dev.patchbay.api;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations in configurations: whole numbers with units, the greatest unit first, as in {@code 500ms}, {@code 10s}, {@code
 * 5m}, {@code 1h30m} and {@code 1d}. Servers, handlers and tools all read them with this class, so that a duration means the
 * same in every file. All methods may be called from any thread.
 */
public final class Durations {

    /** The longest duration that {@link #parse} accepts: 365 days. */
    public static final Duration LONGEST = Duration.ofDays(365);

    private static final Pattern FORM = Pattern.compile("(?:([0-9]+)\\s*d)?\\s*(?:([0-9]+)\\s*h)?\\s*"
            + "(?:([0-9]+)\\s*m(?!s))?\\s*(?:([0-9]+)\\s*s)?\\s*(?:([0-9]+)\\s*ms)?");

    /** The units of the groups in the pattern, in the same order. */
    private static final Duration[] UNITS = {
        Duration.ofDays(1), Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofMillis(1)
    };

    /** A number with more digits is longer than a year in any unit. */
    private static final int MOST_DIGITS = 11;

    private Durations() {}

    /**
     * Reads a duration. White space is allowed between numbers and units; {@code 0} needs no unit.
     *
     * @param text the duration as it was written, without white space around it
     * @return the duration; zero or more, in whole milliseconds
     * @throws IllegalArgumentException if the text is not a duration, or is longer than {@link #LONGEST}; the message says what
     *                                  is wrong and what to write, to follow the key and its value in a sentence
     */
    public static Duration parse(String text) {
        if ("0".equals(text)) {
            return Duration.ZERO;
        }
        Matcher form = FORM.matcher(text);
        if (text.isBlank() || !form.matches()) {
            throw new IllegalArgumentException("is not a duration; write whole numbers with units, the greatest first:"
                    + " 500ms, 10s, 5m, 1h30m or 1d");
        }
        Duration duration = Duration.ZERO;
        for (int i = 0; i < UNITS.length; i++) {
            duration = duration.plus(UNITS[i].multipliedBy(number(form.group(i + 1))));
        }
        if (duration.compareTo(LONGEST) > 0) {
            throw tooLong();
        }
        return duration;
    }

    private static long number(String digits) {
        String significant = digits == null ? "0" : digits.replaceFirst("^0+(?=.)", "");
        if (significant.length() > MOST_DIGITS) {
            throw tooLong();
        }
        return Long.parseLong(significant);
    }

    private static IllegalArgumentException tooLong() {
        return new IllegalArgumentException(
                "is longer than a year; write a shorter duration, or 0 where that means none");
    }

    /**
     * Writes a duration in the largest unit, from milliseconds to hours, that leaves a whole number. Drops what is less than
     * a millisecond.
     *
     * @param duration the duration; zero or more
     * @return the text, which {@link #parse} reads: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h}; {@code 0} for less than
     *     a millisecond
     */
    public static String format(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1000 != 0) {
            return millis + "ms";
        }
        long seconds = millis / 1000;
        return seconds == 0
                ? "0"
                : seconds % 60 != 0 ? seconds + "s" : seconds % 3600 != 0 ? seconds / 60 + "m" : seconds / 3600 + "h";
    }
}
