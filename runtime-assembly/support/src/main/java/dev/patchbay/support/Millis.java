package dev.patchbay.support;

import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations as configurations have them: {@code 500ms}, {@code 10s}, {@code 5m}, {@code 1h}. */
final class Millis {

    private static final Pattern DURATION = Pattern.compile("\\s*(\\d{1,12})\\s*(ms|s|m|h)?\\s*");

    private Millis() {}

    /** Returns the milliseconds; 0 for what is no duration. */
    static long of(String text) {
        Matcher parts = DURATION.matcher(text == null ? "" : text);
        return parts.matches() ? unit(parts.group(2)).toMillis(Long.parseLong(parts.group(1))) : 0;
    }

    private static TimeUnit unit(String name) {
        return switch (name == null ? "ms" : name) {
            case "s" -> TimeUnit.SECONDS;
            case "m" -> TimeUnit.MINUTES;
            case "h" -> TimeUnit.HOURS;
            default -> TimeUnit.MILLISECONDS;
        };
    }
}
