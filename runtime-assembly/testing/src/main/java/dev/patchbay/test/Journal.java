package dev.patchbay.test;

import dev.patchbay.api.ReleaseReason;
import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the handlers of one connection were asked and did, for the messages of failed tests, and what they did wrong. It stays with
 * the connection across swaps. For any thread.
 */
final class Journal {

    /** The number of calls that a message shows. */
    private static final int SHOWN = 16;

    /** A call of a handler. Guarded by the journal. */
    static final class Entry {
        private final String call;
        private final Thread thread = Thread.currentThread();
        private final ByteArrayOutputStream wrote = new ByteArrayOutputStream();
        private String result = "";
        private boolean over;

        private Entry(String call) {
            this.call = call;
        }

        /** Returns what the call has done so far, apart from writing. Only on the thread of the call. */
        String result() {
            return result;
        }

        @Override
        public String toString() {
            return call
                    + (over ? result : " (still running)")
                    + (wrote.size() == 0 ? "" : " -> wrote " + Text.quoted(wrote.toByteArray()));
        }
    }

    // All guarded by this.

    private final Deque<Entry> entries = new ArrayDeque<>();
    private final List<Fault> faults = new ArrayList<>();
    private int forgotten;
    private int promises;
    private String ended;
    private boolean clientClosed;
    private boolean over;
    private boolean touchedByOthers;

    /** Begins a call. */
    synchronized Entry begin(String call) {
        Entry entry = new Entry(call);
        entries.add(entry);
        if (entries.size() > SHOWN) {
            entries.remove();
            forgotten++;
        }
        return entry;
    }

    /** Ends a call. */
    synchronized void end(Entry entry, String result) {
        entry.result = result;
        entry.over = true;
    }

    /** The handler writes bytes, or does something else that is worth a note. */
    synchronized void acts(String what, byte[] bytes) {
        Entry mine = mine();
        if (mine == null) {
            touchedByOthers = true;
            mine = begin("thread " + Thread.currentThread().getName() + ": " + what);
            end(mine, "");
        } else if (bytes.length == 0) {
            mine.result += ", " + what;
        }
        mine.wrote.writeBytes(bytes);
    }

    /** Returns the call that this thread runs. Another one may have begun since, for a notice that comes during a call. */
    private Entry mine() {
        for (Iterator<Entry> latest = entries.descendingIterator(); latest.hasNext(); ) {
            Entry entry = latest.next();
            if (!entry.over && entry.thread == Thread.currentThread()) {
                return entry;
            }
        }
        return null;
    }

    /** Returns whether this thread is in a call of this connection. */
    synchronized boolean isInCall() {
        return mine() != null;
    }

    /** Returns whether answers are promised that have not been given. */
    synchronized boolean expectsAnswers() {
        return promises > 0;
    }

    /** The handler has returned from released. When the connection has ended, late writes do no harm. */
    synchronized void released(ReleaseReason reason) {
        over |= reason != ReleaseReason.SWAPPED;
    }

    /** The handler ends its output in this way. */
    synchronized void ends(String how) {
        ended = ended == null ? how : ended;
    }

    /** Returns how the handler has ended its output; null if it has not, or if the connection is over. */
    synchronized String ended() {
        return over || clientClosed ? null : ended;
    }

    synchronized void promises(int more) {
        promises += more;
    }

    synchronized void clientCloses() {
        clientClosed = true;
    }

    /** Returns whether more may come of a thread that the engine does not know. */
    synchronized boolean expectsOthers() {
        return touchedByOthers || promises > 0;
    }

    synchronized void fault(String what, Throwable cause) {
        faults.add(new Fault(what, cause));
    }

    /** Returns the first thing that was wrong and that nobody has taken; null if there is none. */
    synchronized Fault takeFault() {
        return faults.isEmpty() ? null : faults.remove(0);
    }

    synchronized boolean hasFault() {
        return !faults.isEmpty();
    }

    /** Returns what has happened, one call a line. */
    @Override
    public synchronized String toString() {
        return (forgotten == 0 ? "" : "\n    ... " + forgotten + " calls before")
                + entries.stream().map(entry -> "\n    " + entry).collect(Collectors.joining());
    }

    /** Something that a handler did wrong. */
    record Fault(String what, Throwable cause) {}
}
