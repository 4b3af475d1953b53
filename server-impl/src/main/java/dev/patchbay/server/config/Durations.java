package dev.patchbay.server.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as configurations write them: whole numbers with units, the greatest first, {@code 500ms}, {@code 10s}, {@code
 * 5m}, {@code 1h30m}, {@code 1d}.
 */
final class Durations {

    private static final Pattern FORM = Pattern.compile("(?:([0-9]+)\\s*d)?\\s*(?:([0-9]+)\\s*h)?\\s*"
            + "(?:([0-9]+)\\s*m(?!s))?\\s*(?:([0-9]+)\\s*s)?\\s*(?:([0-9]+)\\s*ms)?");

    /** What the groups of the form count. */
    private static final Duration[] UNITS = {
        Duration.ofDays(1), Duration.ofHours(1), Duration.ofMinutes(1), Duration.ofSeconds(1), Duration.ofMillis(1)
    };

    private static final Duration LONGEST = Duration.ofDays(365);

    /** More digits than this are more than a year in any unit. */
    private static final int MOST_DIGITS = 11;

    private static final int NANOS_OF_MILLI = 1_000_000;

    private Durations() {}

    /** Reads a duration; {@code 0} needs no unit. */
    static Duration parse(String text) {
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

    /** Writes a duration for {@link #parse}; what could not be written comes out in a form that is refused there. */
    static String text(Duration duration) {
        if (duration.isNegative() || duration.getNano() % NANOS_OF_MILLI != 0) {
            return duration.toString();
        }
        // Rounded up, so that what is a little longer than the longest stays longer.
        return duration.compareTo(LONGEST) > 0 ? duration.toDays() + 1 + "d" : format(duration);
    }

    /** Writes a duration in the largest unit that leaves a whole number. */
    static String format(Duration duration) {
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
