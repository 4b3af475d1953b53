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

    /** Returns the status that the process exits with. */
    public ExitStatus status() {
        return status;
    }
}
