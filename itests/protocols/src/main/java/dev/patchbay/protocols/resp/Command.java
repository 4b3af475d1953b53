package dev.patchbay.protocols.resp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.patchbay.api.ConnContext;
import dev.patchbay.api.FrameTooLongException;
import dev.patchbay.api.Frames;
import java.nio.ByteBuffer;
import java.util.stream.Stream;

/** Takes commands off the input: arrays of bulk strings, or lines of words. */
final class Command {

    private static final int MOST_STRINGS = 1024 * 1024;
    private static final int LONGEST_STRING = 512 * 1024 * 1024;
    private static final int LONGEST_LINE = 64 * 1024;

    /** From so many bytes on, the next call goes on where this one has ended. */
    private static final int LARGE = 64 * 1024;

    /** A string that is beginning may take so much more than is known. */
    private static final int MORE = 1024 * 1024;

    private static final int LARGEST_MESSAGE = 1024 * 1024 * 1024;
    private static final int MISSING = -1;

    /** How far the first command of the input is known: how many strings are missing, and where they begin. */
    private static final String PROGRESS = Command.class.getPackageName() + ".progress";

    private Command() {}

    /** Takes the strings of the next command; returns none for an empty one, and null if it has not arrived whole. */
    static byte[][] take(ConnContext conn, ByteBuffer in) {
        if (in.get(in.position()) != '*') {
            return words(in);
        }
        if (!isWhole(conn, in)) {
            return null;
        }
        byte[][] strings = new byte[number(in, '*', MOST_STRINGS)][];
        for (int i = 0; i < strings.length; i++) {
            strings[i] = new byte[number(in, '$', LONGEST_STRING)];
            in.get(strings[i]);
            in.position(in.position() + 2);
        }
        return strings;
    }

    private static byte[][] words(ByteBuffer in) {
        try {
            ByteBuffer line = Frames.line(in, LONGEST_LINE);
            return line == null
                    ? null
                    : Stream.of(ISO_8859_1.decode(line).toString().split("\\s+"))
                            .filter(word -> !word.isEmpty())
                            .map(word -> word.getBytes(ISO_8859_1))
                            .toArray(byte[][]::new);
        } catch (FrameTooLongException e) {
            throw new RespException("ERR Protocol error: too big inline request");
        }
    }

    private static boolean isWhole(ConnContext conn, ByteBuffer in) {
        int start = in.position();
        int[] known = in.remaining() < LARGE ? null : (int[]) conn.attributes().get(PROGRESS);
        int missing = known == null ? number(in, '*', MOST_STRINGS) : known[0];
        int next = known == null ? in.position() : start + known[1];
        int length = 0;
        in.position(next);
        while (missing > 0 && (length = number(in, '$', LONGEST_STRING)) != MISSING && in.remaining() >= length + 2) {
            in.position(in.position() + length + 2);
            next = in.position();
            missing--;
        }
        int large = in.limit() - start;
        in.position(start);
        if (missing == 0 && known != null) {
            conn.attributes().remove(PROGRESS);
            conn.messageMax(0);
        } else if (missing > 0 && large >= LARGE) {
            conn.attributes().put(PROGRESS, new int[] {missing, next - start});
            conn.messageMax(Math.min(LARGEST_MESSAGE, next - start + Math.max(length, 0) + MORE));
        }
        return missing == 0;
    }

    /** Takes a line that consists of a type and a number, or nothing if it is not there yet. */
    private static int number(ByteBuffer in, char type, int limit) {
        if (in.hasRemaining() && in.get(in.position()) != type) {
            throw new RespException(
                    "ERR Protocol error: expected '" + type + "', got '" + (char) in.get(in.position()) + "'");
        }
        long number = 0;
        for (int at = in.position() + 1; at < in.limit() - 1; at++) {
            byte digit = in.get(at);
            if (digit == '\r') {
                in.position(at + 2);
                return (int) number;
            }
            number = number * 10 + digit - '0';
            if (digit < '0' || digit > '9' || number > limit) {
                throw new RespException(
                        "ERR Protocol error: invalid " + (type == '*' ? "multibulk" : "bulk") + " length");
            }
        }
        return MISSING;
    }
}
