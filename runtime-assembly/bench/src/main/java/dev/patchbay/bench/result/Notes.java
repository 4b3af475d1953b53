package dev.patchbay.bench.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a reader has to know before they believe the figures. */
public final class Notes {

    private static final double BUSY = 0.9;
    private static final double WAITING = 0.15;
    private static final double LAG_MICROS = 1_000;

    private Notes() {}

    /** Returns sentences about a run; none if there is nothing to say. */
    public static List<String> of(Result result) {
        List<String> notes = new ArrayList<>();
        Own own = result.own();
        if (own.cpuShare() >= BUSY) {
            notes.add("bench itself was the limit: a thread of its own used " + percent(own.cpuShare())
                    + " of a core, so the server may be faster than this; try --threads "
                    + 2 * own.threads() + " where there are cores for them");
        }
        if (own.waitShare() >= WAITING) {
            notes.add(
                    "a thread of bench waited for a core in " + percent(own.waitShare())
                            + " of the time: the server, or other programs, need the same cores; latencies contain these waits");
        }
        if (own.lagP99Micros() >= LAG_MICROS) {
            notes.add("bench itself was late: 1 % of the messages began more than " + micros(own.lagP99Micros())
                    + " after their time although there was a connection for them; latencies contain this");
        }
        if (result.settings().rate() > 0 && own.lateMessages() > 0) {
            notes.add(
                    "the server did not keep up all the time: " + own.lateMessages()
                            + " messages began late, because all connections were busy; latencies count from when they should have begun");
        }
        if (own.backlogFull() > 0) {
            notes.add("the backlog of the server was full " + own.backlogFull()
                    + " times; bench tried again after a millisecond");
        }
        if (result.firstWrong() != null) {
            notes.add("the first wrong answer: " + result.firstWrong());
        }
        return notes;
    }

    private static String percent(double share) {
        return Math.round(share * 100) + " %";
    }

    /** Returns microseconds in the unit that suits them. */
    public static String micros(double micros) {
        if (micros < 1_000) {
            return String.format(Locale.ROOT, micros < 100 ? "%.1f µs" : "%.0f µs", micros);
        }
        if (micros < 1_000_000) {
            return String.format(Locale.ROOT, micros < 100_000 ? "%.2f ms" : "%.0f ms", micros / 1_000);
        }
        return String.format(Locale.ROOT, "%.2f s", micros / 1_000_000);
    }
}
