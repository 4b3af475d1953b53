package dev.patchbay.launcher.exit;

import java.io.Serial;

/**
 * A start that failed. The launcher prints the message to the user unchanged and exits with the status, so the message
 * says what was wrong and what to do.
 */
public final class LaunchFailure extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final ExitStatus status;

    /** Creates a failure without a cause. */
    public LaunchFailure(ExitStatus status, String message) {
        this(status, message, null);
    }

    /**
     * Creates a failure.
     *
     * @param cause the exception that led to it, or null
     */
    public LaunchFailure(ExitStatus status, String message, Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** Returns the failure for an exception that nothing foresaw. Its message is one line. */
    public static LaunchFailure unforeseen(Throwable cause) {
        String advice = cause instanceof OutOfMemoryError
                ? "; raise the limits of memory or threads, or -Xmx in JAVA_OPTS"
                : "; this is a fault of Patchbay or of its installation: please report it";
        return new LaunchFailure(ExitStatus.SOFTWARE, "internal error: " + oneLine(cause) + advice, cause);
    }

    /** Returns an exception as one line: its class, its message, and where it was thrown. */
    public static String oneLine(Throwable cause) {
        StackTraceElement[] stack = cause.getStackTrace();
        String what = text(cause).replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        return stack.length == 0 ? what : what + " at " + place(stack[0]);
    }

    /** Returns a place in the code, without the names of loaders and modules. */
    public static String place(StackTraceElement frame) {
        return frame.getClassName() + "." + frame.getMethodName() + "(" + frame.getFileName() + ":"
                + frame.getLineNumber() + ")";
    }

    private static String text(Throwable cause) {
        try {
            return String.valueOf(cause);
        } catch (RuntimeException | LinkageError e) {
            // The exception is of other code, which may fail here too.
            return cause.getClass().getName();
        }
    }

    /** Returns the status that the process exits with. */
    public ExitStatus status() {
        return status;
    }
}
