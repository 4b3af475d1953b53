package dev.patchbay.handler.json.logging;

import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * The copy of a foreign exception that is given to the log. The methods of the original may throw, may never end, and
 * may return text with line feeds that looks like entries of their own. The copy has the same stack trace; its message
 * is the class and the message of the original in one printable line. Immutable.
 */
public final class LoggedThrowable extends Throwable {

    private static final long serialVersionUID = 1L;

    /** How many causes are followed. A cause may be its own cause. */
    private static final int DEPTH_MAX = 20;

    private static final int SUPPRESSED_MAX = 5;
    private static final int FRAMES_MAX = 200;
    private static final StackTraceElement[] NO_FRAMES = {};

    private LoggedThrowable(String message, Throwable cause) {
        super(message, cause, true, true);
    }

    /** Copies an exception. Never throws. */
    public static Throwable of(Throwable thrown) {
        try {
            return copy(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
        } catch (Throwable t) {
            return new LoggedThrowable("an exception that cannot be described", null);
        }
    }

    /** Returns the class and the message of an exception in one printable line. Never throws. */
    public static String describe(Throwable thrown) {
        return Printable.text(thrown.getClass().getName()) + message(thrown);
    }

    private static LoggedThrowable copy(Throwable thrown, Set<Throwable> seen) {
        if (thrown == null || seen.size() >= DEPTH_MAX || !seen.add(thrown)) {
            return null;
        }
        LoggedThrowable copy = new LoggedThrowable(describe(thrown), copy(causeOf(thrown), seen));
        copy.setStackTrace(framesOf(thrown));
        Throwable[] suppressed = thrown.getSuppressed();
        for (int i = 0; i < Math.min(suppressed.length, SUPPRESSED_MAX); i++) {
            LoggedThrowable also = copy(suppressed[i], seen);
            if (also != null) {
                copy.addSuppressed(also);
            }
        }
        return copy;
    }

    private static String message(Throwable thrown) {
        try {
            String message = thrown.getLocalizedMessage();
            return message == null ? "" : ": " + Printable.text(message);
        } catch (Throwable t) {
            return ", whose message cannot be read: "
                    + Printable.text(t.getClass().getName());
        }
    }

    /** Returns the cause of an exception; what its {@code getCause} throws if that fails. Never throws. */
    public static Throwable causeOf(Throwable thrown) {
        try {
            return thrown.getCause();
        } catch (Throwable t) {
            return t;
        }
    }

    private static StackTraceElement[] framesOf(Throwable thrown) {
        try {
            return Arrays.stream(thrown.getStackTrace())
                    .limit(FRAMES_MAX)
                    .map(LoggedThrowable::printable)
                    .toArray(StackTraceElement[]::new);
        } catch (Throwable t) {
            return NO_FRAMES;
        }
    }

    /** A frame may have been made by hand, with any text in it. */
    private static StackTraceElement printable(StackTraceElement frame) {
        String text = frame.toString();
        return text.equals(Printable.text(text))
                ? frame
                : new StackTraceElement(
                        Printable.name(frame.getClassName()),
                        Printable.name(frame.getMethodName()),
                        Printable.name(frame.getFileName()),
                        frame.getLineNumber());
    }

    /** Returns the class and the message of the original, without the class of the copy. */
    @Override
    public String toString() {
        return getMessage();
    }
}
