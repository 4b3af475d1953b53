package dev.patchbay.protocols.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.time.Duration;

/** Numbers in the form of strings. */
final class Numbers {

    private static final int LONGEST = 20;

    private Numbers() {}

    static byte[] format(long number) {
        return Long.toString(number).getBytes(ISO_8859_1);
    }

    static long parse(byte[] text) {
        if (text.length > 0 && text.length <= LONGEST && text[0] != '+') {
            try {
                return Long.parseLong(new String(text, ISO_8859_1));
            } catch (NumberFormatException e) {
                throw RespException.notAnInteger();
            }
        }
        throw RespException.notAnInteger();
    }

    /** Reads a time in seconds; zero for no limit. */
    static Duration seconds(byte[] text) {
        try {
            double seconds = Double.parseDouble(new String(text, ISO_8859_1));
            if (seconds >= 0 && seconds < Integer.MAX_VALUE) {
                return Duration.ofNanos((long) (seconds * 1e9));
            }
        } catch (NumberFormatException e) {
            throw new RespException("ERR timeout is not a float or out of range");
        }
        throw new RespException("ERR timeout is negative");
    }

    static byte[] latin(String text) {
        return text.getBytes(ISO_8859_1);
    }
}
