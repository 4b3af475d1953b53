package dev.patchbay.test;

import java.util.ArrayList;
import java.util.List;

/**
 * A way in which a {@link Conversation} is repeated.
 *
 * @param kind what happens
 * @param at   after how many bytes of the input, as far as the kind has one place
 */
record Way(Kind kind, int at) {

    /** The most places at which a long input is cut. */
    private static final int MOST_PLACES = 250;

    private static final String WHOLE_MESSAGES =
            "\n  When all of it arrives at once, the answer is right. A handler takes whole"
                    + " messages off 'in' and leaves the rest, which is presented again in front of what arrives next; it keeps no bytes"
                    + " and passes over none";
    private static final String KEEP_STATE =
            "\n  Without the swap, the answer is right. A swap must find all state of a connection"
                    + " in conn.attributes(), and all bytes of an incomplete message still in 'in': fields of the handler are lost";
    private static final String READ_SLOWLY =
            "\n  When the client reads fast, the answer is right. A handler goes on where it has"
                    + " stopped when conn.isWritable() or conn.offer() was false: it leaves input, or continues in writable()";
    private static final String GONE = "\n  A client may leave at any time, which is no failure of the handler";

    /** What happens to the bytes, or to the handler, in a way. */
    enum Kind {
        WHOLE("The conversation", ""),
        CUT("With the input cut", WHOLE_MESSAGES),
        BYTE_BY_BYTE("With each byte arriving alone", WHOLE_MESSAGES),
        SWAP("With a swap", KEEP_STATE),
        SWAP_AFTER_EACH_BYTE("With a swap after each byte", KEEP_STATE),
        SLOW_CLIENT("With a client that reads one byte at a time", READ_SLOWLY),
        HALF_CLOSE("With a client that half-closes", GONE),
        CLOSE("With a client that closes", GONE);

        private final String words;
        private final String hint;

        Kind(String words, String hint) {
            this.words = words;
            this.hint = hint;
        }
    }

    /** Returns all ways for an input of this length. Each is tried only if the simpler ones before it have come out right. */
    static List<Way> all(int length) {
        List<Way> all = new ArrayList<>();
        all.add(new Way(Kind.WHOLE, -1));
        addAll(all, Kind.CUT, 1, length - 1);
        if (length <= 4 * MOST_PLACES) {
            all.add(new Way(Kind.BYTE_BY_BYTE, -1));
        }
        addAll(all, Kind.SWAP, 0, length);
        if (length <= 4 * MOST_PLACES) {
            all.add(new Way(Kind.SWAP_AFTER_EACH_BYTE, -1));
        }
        all.add(new Way(Kind.SLOW_CLIENT, -1));
        addAll(all, Kind.HALF_CLOSE, 0, length);
        addAll(all, Kind.CLOSE, 0, length);
        return all;
    }

    private static void addAll(List<Way> all, Kind kind, int first, int last) {
        int places = last - first + 1;
        int taken = Math.min(places, MOST_PLACES);
        for (int i = 0; i < taken; i++) {
            all.add(new Way(kind, taken == 1 ? first : first + (int) ((long) i * (places - 1) / (taken - 1))));
        }
    }

    /** Returns whether the input is cut after so many bytes. */
    boolean cutsAt(int offset) {
        return switch (kind) {
            case WHOLE, SLOW_CLIENT -> false;
            case BYTE_BY_BYTE, SWAP_AFTER_EACH_BYTE -> true;
            case CUT, SWAP, HALF_CLOSE, CLOSE -> offset == at;
        };
    }

    /** Returns whether the handler is swapped where the input is cut. */
    boolean swaps() {
        return kind == Kind.SWAP || kind == Kind.SWAP_AFTER_EACH_BYTE;
    }

    /** Returns whether the client leaves where the input is cut. */
    boolean leaves() {
        return kind == Kind.HALF_CLOSE || kind == Kind.CLOSE;
    }

    /** Returns what happens to this input, as the beginning of a sentence. */
    String describe(byte[] input) {
        if (at < 0) {
            return kind.words;
        }
        return kind.words + " after " + Text.count(at) + ", " + Text.quoted(input, 0, at) + " | "
                + Text.quoted(input, at, input.length);
    }

    /** Returns which rule may have been broken if only this way fails. */
    String hint() {
        return kind.hint;
    }
}
