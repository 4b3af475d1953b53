package dev.patchbay.support;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as the configurations of servers have them: whole numbers with units, the greatest first, {@code 500ms}, {@code
 * 10s}, {@code 5m}, {@code 1h30m}, {@code 1d}; a year at most. What a server takes is taken here, and nothing else.
 */
final class Millis {

    private static final Pattern DURATION = Pattern.compile("(?:([0-9]+)\\s*d)?\\s*(?:([0-9]+)\\s*h)?\\s*"
            + "(?:([0-9]+)\\s*m(?!s))?\\s*(?:([0-9]+)\\s*s)?\\s*(?:([0-9]+)\\s*ms)?");

    /** What the groups of the form count, in milliseconds. */
    private static final long[] UNITS = {86_400_000, 3_600_000, 60_000, 1000, 1};

    private static final long LONGEST = Duration.ofDays(365).toMillis();

    private Millis() {}

    /** Returns the milliseconds; 0 for what is no duration. */
    static long of(String text) {
        Matcher parts = DURATION.matcher(text == null ? "" : text.strip());
        if (!parts.matches()) {
            return 0;
        }
        long millis = 0;
        for (int i = 0; i < UNITS.length && millis <= LONGEST; i++) {
            millis += millis(parts.group(i + 1), UNITS[i]);
        }
        return millis > LONGEST ? 0 : millis;
    }

    /** Returns more than the longest duration for what is too long for a number. */
    private static long millis(String digits, long unit) {
        String significant = digits == null ? "0" : digits.replaceFirst("^0+(?=.)", "");
        boolean tooLong = significant.length() > 11 || Long.parseLong(significant) > LONGEST / unit;
        return tooLong ? LONGEST + 1 : Long.parseLong(significant) * unit;
    }
}
