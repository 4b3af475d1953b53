package dev.patchbay.command.text;

/** Writes sizes and durations as people read them. */
public final class Quantity {

    private static final String[] SIZES = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

    private Quantity() {}

    /** Returns a number of bytes in the unit that leaves one to three digits before the point, such as {@code 1.5 KiB}. */
    public static String size(Object bytes) {
        if (!(bytes instanceof Number number)) {
            return "";
        }
        long size = number.longValue();
        if (Math.abs(size) < 1024) {
            return size + " B";
        }
        int unit = 0;
        double value = size / 1024.0;
        while (Math.abs(value) >= 1023.95 && unit < SIZES.length - 1) {
            value /= 1024;
            unit++;
        }
        long tenths = Math.round(value * 10);
        return tenths / 10 + "." + Math.abs(tenths % 10) + " " + SIZES[unit];
    }

    /** Returns a time in its two largest units, such as {@code 85ms}, {@code 4.2s}, {@code 3m05s}, {@code 2h03m}, {@code 5d02h}. */
    public static String time(Object millis) {
        if (!(millis instanceof Number number)) {
            return "";
        }
        long time = Math.max(0, number.longValue());
        if (time < 1_000) {
            return time + "ms";
        }
        if (time < 60_000) {
            return time / 1_000 + "." + time % 1_000 / 100 + "s";
        }
        long seconds = time / 1_000;
        if (seconds < 3_600) {
            return two(seconds / 60, "m", seconds % 60, "s");
        }
        if (seconds < 86_400) {
            return two(seconds / 3_600, "h", seconds / 60 % 60, "m");
        }
        return two(seconds / 86_400, "d", seconds / 3_600 % 24, "h");
    }

    private static String two(long large, String largeUnit, long small, String smallUnit) {
        return large + largeUnit + (small < 10 ? "0" : "") + small + smallUnit;
    }

    /** Returns a number and a noun, such as {@code 1 server} and {@code 2 servers}. */
    public static String count(long number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
