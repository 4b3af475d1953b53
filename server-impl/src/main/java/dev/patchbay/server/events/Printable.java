package dev.patchbay.server.events;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/**
 * Makes foreign text fit for one line of a log or a terminal: names, values of configurations, messages of exceptions. Control
 * characters, line and paragraph separators, marks that change the direction of writing, and lone surrogates are written as
 * escapes, so that no text can forge a log entry or drive a terminal. All methods may be called from any thread.
 */
public final class Printable {

    /** The length after which {@link #text} cuts. */
    static final int LONGEST = 2_000;

    /** The number of causes after which {@link #throwable} cuts. */
    private static final int MOST_CAUSES = 20;

    private Printable() {}

    /** Returns the text as one line: with escapes, and without what exceeds 2,000 characters. Null is returned as "null". */
    public static String text(Object foreign) {
        String text = string(foreign);
        boolean fits = text.length() <= LONGEST;
        String shown = fits ? text : text.substring(0, LONGEST);
        String escaped = isPrintable(shown) ? shown : escape(shown);
        return fits ? escaped : escaped + "... (" + text.length() + " characters)";
    }

    private static String string(Object foreign) {
        try {
            return String.valueOf(foreign);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return "(the toString of " + foreign.getClass().getName() + " has failed)";
        }
    }

    /**
     * Returns a throwable that any logger can print on lines of its own: the same one if all messages of it and of its causes are
     * printable, otherwise a copy with escapes and the same stack traces. Null is returned as null.
     */
    public static Throwable throwable(Throwable foreign) {
        return foreign == null || isHarmless(foreign, identitySet()) ? foreign : copy(foreign, identitySet());
    }

    /** Returns the message of a throwable as one line; its class if it has none. */
    public static String message(Throwable foreign) {
        String message = rawMessage(foreign);
        return message == null || message.isBlank() ? foreign.getClass().getName() : text(message);
    }

    private static String rawMessage(Throwable foreign) {
        try {
            return foreign.getMessage();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return "(the message cannot be read: getMessage has thrown "
                    + e.getClass().getName() + ")";
        }
    }

    private static boolean isHarmless(Throwable foreign, Set<Throwable> seen) {
        if (foreign == null || !seen.add(foreign)) {
            return true;
        }
        if (seen.size() > MOST_CAUSES) {
            return false;
        }
        try {
            String message = foreign.getMessage();
            String localized = foreign.getLocalizedMessage();
            boolean harmless =
                    isShort(message) && (localized == message || isShort(localized)) && isShort(foreign.toString());
            for (Throwable suppressed : foreign.getSuppressed()) {
                harmless = harmless && isHarmless(suppressed, seen);
            }
            return harmless && isHarmless(foreign.getCause(), seen);
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return false;
        }
    }

    private static boolean isShort(String text) {
        return text == null || text.length() <= LONGEST && isPrintable(text);
    }

    private static Throwable copy(Throwable foreign, Set<Throwable> seen) {
        if (foreign == null || !seen.add(foreign)) {
            return null;
        }
        if (seen.size() > MOST_CAUSES) {
            return new PrintableException("(further causes are not shown)", null, new StackTraceElement[0]);
        }
        String name = foreign.getClass().getName();
        String message = rawMessage(foreign);
        PrintableException copy = new PrintableException(
                message == null ? name : name + ": " + text(message), copy(cause(foreign), seen), trace(foreign));
        for (Throwable suppressed : foreign.getSuppressed()) {
            Throwable shown = copy(suppressed, seen);
            if (shown != null) {
                copy.addSuppressed(shown);
            }
        }
        return copy;
    }

    private static Throwable cause(Throwable foreign) {
        try {
            return foreign.getCause();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return null;
        }
    }

    private static StackTraceElement[] trace(Throwable foreign) {
        try {
            return foreign.getStackTrace();
        } catch (RuntimeException | StackOverflowError | LinkageError e) {
            return new StackTraceElement[0];
        }
    }

    private static Set<Throwable> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    private static boolean isPrintable(String text) {
        return text.codePoints().noneMatch(Printable::isUnprintable);
    }

    private static boolean isUnprintable(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                true;
            case Character.FORMAT ->
                character >= 0x202A && character <= 0x202E
                        || character >= 0x2066 && character <= 0x2069
                        || character == 0x200E
                        || character == 0x200F
                        || character == 0xFEFF;
            default -> false;
        };
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(character -> append(escaped, character));
        return escaped.toString();
    }

    private static void append(StringBuilder escaped, int character) {
        if (!isUnprintable(character)) {
            escaped.appendCodePoint(character);
            return;
        }
        switch (character) {
            case '\n' -> escaped.append("\\n");
            case '\r' -> escaped.append("\\r");
            case '\t' -> escaped.append("\\t");
            default -> {
                String digits = Integer.toHexString(character);
                escaped.append("\\u").append("0".repeat(4 - digits.length())).append(digits);
            }
        }
    }

    /** A copy of a throwable. Its message begins with the class of the original. */
    private static final class PrintableException extends Exception {

        private static final long serialVersionUID = 1L;

        PrintableException(String message, Throwable cause, StackTraceElement[] trace) {
            super(message, cause, true, true);
            setStackTrace(trace);
        }

        @Override
        public synchronized Throwable fillInStackTrace() {
            return this;
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }
}
